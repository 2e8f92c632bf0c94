// Ctrl-K: to a conversation, to another person, or to something the page can do, by typing a part of its name.
import { el } from "/el.js";

// `ready` promises that the page knows its entries: what is typed before then counts all the same.
export function switcher(box, entries, ready) {
  const input = el("input", { type: "text", placeholder: "Go to a conversation, act as someone, or do something", "aria-label": "Go to" });
  const list = el("ul", { role: "listbox" });
  box.append(input, list, el("p", { class: "keys" }, "↑ ↓ choose · Enter go · Esc close · Alt+↑ Alt+↓ next conversation · Ctrl+I traffic"));
  let found = [], on = 0;

  function draw() {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    found = entries().filter((e) => words.every((w) => `${e.name} ${e.words}`.toLowerCase().includes(w))).slice(0, 14);
    on = Math.min(on, Math.max(0, found.length - 1));
    list.replaceChildren(...found.map((e, n) => el("li", { role: "option", class: n === on ? "on" : "", "aria-selected": String(n === on), onclick: () => go(e) },
      el("span", {}, e.name), el("small", {}, e.words))));
    list.querySelector(".on")?.scrollIntoView({ block: "nearest" });
    if (!found.length) list.append(el("li", { class: "none" }, "Nothing is called that."));
  }

  function go(entry) {
    box.close();
    entry.go();
  }

  input.addEventListener("input", () => ready().then(() => { on = 0; draw(); }));
  input.addEventListener("keydown", (e) => {
    if (e.key === "ArrowDown" || e.key === "ArrowUp") { e.preventDefault(); on = (on + (e.key === "ArrowDown" ? 1 : found.length - 1)) % Math.max(1, found.length); draw(); }
    if (e.key === "Enter") { e.preventDefault(); ready().then(() => { if (found[on]) go(found[on]); }); }
  });
  return () => {
    input.value = "";
    on = 0;
    if (!box.open) box.showModal();
    input.focus();
    ready().then(draw);
  };
}
