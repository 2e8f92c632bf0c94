// What a click on an element of the app's does: to the app, after a question where the app wants one.
import { ANY, acted } from "/answers.js";
import { el } from "/el.js";
import { field, typed } from "/forms.js";
import { choices } from "/places.js";
import { $, names, people, place, places, post } from "/store.js";

const actionOf = (owner, given, chosen) => ({ type: given.type, action_id: given.action_id, block_id: owner.block_id, value: given.value, text: given.text, ...chosen });

// What selects offer; those of channels have only public ones.
const offered = () => ({ names: names(), people, channels: () => choices(places(), { include: ["public"] }), conversations: (filter) => choices(places(), filter) });

export function inMessage(m) {
  return { ...offered(), cards: true, click: (owner, given, button, chosen) => confirmed(given, () => clicked(button, changedBy(button, m), () =>
    post("interact", { channel: m.channel, messageTs: m.ts, user: place.user, action: actionOf(owner, given, chosen) }))) };
}

// A card is drawn again by its buttons. Others of a message bring something new: what changes in the message is no answer.
const changedBy = (button, m) => button.closest(".card") ? m.ts : "";

export function inView(view) {
  return { ...offered(), field: (owner, ctx) => field(owner, ctx), click: (owner, given, button, chosen) => confirmed(given, () => clicked(button, ANY, async () =>
    post("view-action", { user: place.user, viewId: view.id, action: actionOf(owner, given, chosen), values: await typed(button.closest(".blocks")) }))) };
}

const clicked = (button, redraws, work) => busy(button, () => { acted({ redraws }); return work(); });

export async function busy(button, work) {
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  try { await work(); } finally { button.disabled = false; button.removeAttribute("aria-busy"); }
}

function confirmed(given, work) {
  if (!given.confirm) return work();
  const asked = given.confirm, box = $("confirm");
  const done = (yes) => { box.close(); if (yes) work(); };
  box.replaceChildren(el("header", {}, el("h2", {}, asked.title.text)), el("div", { class: "body plain" }, asked.text.text),
    el("footer", {}, el("button", { type: "button", class: "button", onclick: () => done(false) }, asked.deny.text),
      el("button", { type: "button", class: `button ${asked.style === "danger" ? "danger" : "primary"}`, onclick: () => done(true) }, asked.confirm.text)));
  box.onkeydown = (e) => { if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); done(true); } };
  box.showModal();
}
