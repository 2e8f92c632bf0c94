// Completion at the cursor: /commands at the start, @people and #channels anywhere. Arrows choose, Tab or Enter takes.
import { el } from "/el.js";

const AT_CURSOR = /(^|\s)([@#/])([\p{L}\p{N}_.-]*)$/u;

export function completing(box, list, offers) {
  let found = [], on = 0;

  function look() {
    const before = box.value.slice(0, box.selectionStart);
    const at = before.match(AT_CURSOR);
    found = [];
    if (at && !(at[2] === "/" && before.trimStart() !== at[2] + at[3])) {
      found = offers(at[2]).filter((o) => o.name.toLowerCase().startsWith(at[3].toLowerCase()) && o.name !== at[3]).slice(0, 8);
    }
    on = Math.min(on, Math.max(0, found.length - 1));
    list.hidden = !found.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    list.replaceChildren(...found.map((o, n) => el("li", { role: "option", class: n === on ? "on" : "", "aria-selected": String(n === on), onmousedown: (e) => { e.preventDefault(); take(o); } },
      el("b", {}, o.kind + o.name), o.words ? el("small", {}, o.words) : null)));
    list.querySelector(".on")?.scrollIntoView({ block: "nearest" });
  }

  function take(offer) {
    const before = box.value.slice(0, box.selectionStart).replace(AT_CURSOR, `$1${offer.kind}${offer.name} `);
    const after = box.value.slice(box.selectionStart);
    box.value = before + after;
    box.setSelectionRange(before.length, before.length);
    on = 0;
    look();
    box.focus();
  }

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.addEventListener("input", () => { on = 0; look(); });
  box.addEventListener("blur", () => { list.hidden = true; });
  // Before the composer's own keys: what is chosen here is not sent.
  box.addEventListener("keydown", (e) => {
    if (list.hidden) return;
    if (e.key === "ArrowDown" || e.key === "ArrowUp") { on = (on + (e.key === "ArrowDown" ? 1 : found.length - 1)) % found.length; look(); }
    else if (e.key === "Tab" || (e.key === "Enter" && !e.shiftKey)) take(found[on]);
    else if (e.key === "Escape") list.hidden = true;
    else return;
    e.preventDefault();
    e.stopImmediatePropagation();
  });
  return look;
}
