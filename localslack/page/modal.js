// The app's modals: the topmost of its stack, with what was typed kept while the app changes it.
import { ANY, acted, answered } from "/answers.js";
import { blocks } from "/blocks.js";
import { keysOfWindow } from "/cards.js";
import { busy, inView } from "/clicks.js";
import { el } from "/el.js";
import { filled, restore, typed } from "/forms.js";
import { $, now, place, post } from "/store.js";

export function drawModal() {
  const stack = now.views.modals, view = stack.at(-1), box = $("modal");
  const mark = view ? view.id + view.hash + JSON.stringify(view.errors || {}) : "";
  if (mark === (box.dataset.mark || "")) return;
  const same = box.dataset.view === (view ? view.id : ""), kept = same ? filled(box) : null, stood = same ? standsAt(box) : null;
  box.dataset.mark = mark;
  box.dataset.view = view ? view.id : "";
  box.dataset.depth = String(stack.length);
  if (!view) { if (box.open) box.close(); return; }
  const errors = view.errors || {}, beneath = stack.at(-2);
  const form = el("form", { class: "body", id: "modal-form", tabindex: "-1", onsubmit: (e) => { e.preventDefault(); submit(view, e.submitter); } },
    errors[""] ? el("p", { class: "failure" }, errors[""]) : null, blocks(view.blocks, inView(view)));
  box.replaceChildren(el("header", {},
    beneath ? el("button", { type: "button", class: "button back", "aria-label": `Back to ${beneath.title.text}`, onclick: () => shut(view) }, "←") : null,
    el("h2", {}, view.title.text), el("button", { type: "button", class: "button", "aria-label": "Close", onclick: () => shutAll() }, "✕")),
    form, el("footer", {}, view.submit ? el("small", { class: "way" }, el("kbd", {}, "Ctrl"), " ", el("kbd", {}, "Enter"), ` ${view.submit.text}`) : null,
      el("button", { type: "button", class: "button", onclick: () => shut(view) }, view.close ? view.close.text : "Close"),
      view.submit ? el("button", { type: "submit", form: "modal-form", class: "button primary" }, view.submit.text) : null));
  if (!view.submit) form.nextElementSibling.prepend(el("small", { class: "way" }, ...[...keysOfWindow(box)].flatMap(([key, b]) => [el("kbd", {}, key), ` ${b.textContent.slice(0, 30)} `])));
  for (const [block, text] of Object.entries(errors)) {
    const at = [...form.querySelectorAll("[data-field]")].find((f) => f.dataset.field === block);
    if (at) at.append(el("div", { class: "error", role: "alert" }, text));
  }
  if (kept) restore(box, kept);
  if (!box.open) { box.showModal(); answered(); }
  if (stood && stood.begins === beginningOf(form)) form.scrollTop = stood.top;
  const first = (form.querySelector(".error")?.closest(".field") || form).querySelector("input, textarea, select:not(.menu)");
  (first || form).focus({ preventScroll: !first }); // the keys that scroll are those of what is read
}

// Where a window stands that the app changes: it stays there, unless it begins with something else, as with the next item of a
// review, or with why nothing was done.
function standsAt(box) {
  const form = box.querySelector("#modal-form");
  return form && { top: form.scrollTop, begins: beginningOf(form) };
}

function beginningOf(form) {
  const all = [...form.querySelectorAll(".blocks > *")], heading = all.findIndex((block) => block.querySelector("strong"));
  return [...all.slice(0, Math.max(0, heading)), all[heading]?.querySelector("strong")].map((node) => node?.textContent).join("\n");
}

// Ctrl+Enter sends a form, whatever of it has the keyboard.
$("modal").addEventListener("keydown", (e) => {
  const send = $("modal").querySelector("footer [type=submit]");
  if (e.key !== "Enter" || !(e.ctrlKey || e.metaKey) || e.isComposing || !send || send.disabled) return;
  e.preventDefault();
  $("modal-form").requestSubmit(send);
});

const shut = (view) => post("view-close", { user: place.user, viewId: view.id });
const shutAll = () => post("view-close", { user: place.user, viewId: now.views.modals.at(-1).id, all: true });
$("modal").addEventListener("cancel", (e) => { e.preventDefault(); const view = now.views.modals.at(-1); if (view) shut(view); });

const base64 = (f) => new Promise((done, failed) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result.split(",", 2)[1] || "");
  reader.onerror = () => failed(reader.error);
  reader.readAsDataURL(f);
});

async function submit(view, button) {
  const upload = async (f) => (await post("file", { user: place.user, name: f.name, data: await base64(f) })).body;
  const values = await typed($("modal"), upload);
  acted({ redraws: ANY });
  const send = () => post("view-submit", { user: place.user, viewId: view.id, values });
  await (button ? busy(button, send) : send());
}
