// Cards by keys. A card is a part of a message that ends in buttons: j and k go from one to the next, letters press its buttons.
// Slack itself has no such keys: they are this page's alone.
import { el } from "/el.js";
import { $, toast } from "/store.js";

// What a letter stands for: it presses the one button of a card that stands for it; where two do, and for all others, there are figures.
const LETTERS = {
  a: /^(?:Approve|Allow once|Take)\b/, r: /^(?:Revise|Retry)\b(?!:)/, x: /^(?:Reject|Refuse|Cancel task)\b/, u: /^Undo\b/, o: /^(?:Open|Compare)$/,
};
const chosen = { ts: "", id: "", n: -1, channel: "" }; // which card of which message; where it stood, for when it is none any more

const cards = () => [...$("list").querySelectorAll(":scope > .message .card")];
const messageOf = (card) => card.closest(".message");
export const idOf = (card) => card.querySelector("button[data-value]")?.dataset.value || card.getAttribute("aria-label");
const current = () => cards().find((card) => messageOf(card).dataset.ts === chosen.ts && idOf(card) === chosen.id);
export const holdsCards = () => cards().length > 0;

// A card: from the last section with a button of its own, one with a key before all others, up to the last row of buttons
// that ends it; or from the last section, where one of those buttons has a key. Other buttons of a message are no card,
// nor is a row below that is about something else, such as the message itself. What was decided ends with its way back instead.
export function grouped(list, nodes) {
  const out = [];
  let run = [];
  const end = (begin) => {
    const [before, card] = [run.filter((i) => i < begin), run.filter((i) => i >= begin)];
    out.push(...before.map((i) => nodes[i]), ...(card.length ? [cardOf(card.map((i) => nodes[i]))] : []));
    run = [];
  };
  list.forEach((block, n) => {
    run.push(n);
    if (block.type === "divider" || block.type === "header") end(Infinity);
    if (isFoot(block) && run.some((i) => isHead(list[i]))) end(run.findLast((i) => isHead(list[i])));
    if (block.type === "actions" && !goesOn(run.map((i) => list[i]), list[n + 1])) end(beginning(list, run) ?? Infinity);
  });
  return [...out, ...run.map((i) => nodes[i])];
}

const buttonsOf = (block) => [...(block.elements || []), block.accessory].filter((e) => e?.type === "button");

const beside = (block, labels) => block.type === "section" && labels.test(block.accessory?.text?.text || "");
const isHead = (block) => beside(block, /^(?:Open|Compare|Add a reason)$/);
const isFoot = (block) => beside(block, /^(?:Undo|Reopen)$/);

// Whether a row of buttons is one more of the card above it: one of them has a key, or is about the same as one of the card's.
function goesOn(card, below) {
  const values = card.flatMap(buttonsOf).map((e) => e.value);
  return below?.type === "actions" && buttonsOf(below).some((e) => letterOf(e.text.text) || values.includes(e.value));
}

function beginning(list, run) {
  const sections = run.filter((i) => list[i].type === "section"), buttoned = sections.filter((i) => list[i].accessory);
  const own = buttoned.findLast((i) => letterOf(list[i].accessory.text?.text || "")) ?? buttoned.at(-1);
  const keyed = list[run.at(-1)].elements.some((e) => letterOf(e.text?.text || ""));
  return own ?? (keyed ? sections.at(-1) : undefined);
}

const letterOf = (text) => Object.keys(LETTERS).find((letter) => LETTERS[letter].test(text));

function cardOf(nodes) {
  const label = nodes[0].innerText ?? nodes[0].textContent;
  const card = el("section", { class: "card", role: "group", tabindex: "-1", "aria-label": label.trim().split("\n")[0].slice(0, 120) }, ...nodes);
  for (const [key, button] of keysOf(card)) button.setAttribute("aria-keyshortcuts", key);
  card.addEventListener("focusin", () => { choose(card); });
  return card;
}

// The keys of a card's buttons, in the order of the buttons; what opens it comes last.
function keysOf(card) {
  const last = card.lastElementChild, row = [...last.querySelectorAll("button")];
  const all = [...new Set([...row, ...card.querySelectorAll(".b-section button")])];
  return keysAmong(last.matches(".b-section") ? all : row, all);
}

// The keys of an open window that takes no input: those of its first row that decides, and of what else has a letter.
export function keysOfWindow(box) {
  const rows = [...box.querySelectorAll("#modal-form .b-actions")].map((row) => [...row.querySelectorAll("button")]);
  const row = rows.find((buttons) => buttons.some((b) => letterOf(b.textContent)));
  return row && !box.querySelector("footer [type=submit]") ? keysAmong(row, rows.flat()) : new Map();
}

function keysAmong(row, all) {
  const keys = new Map();
  let figure = 0;
  for (const button of all) {
    const letter = letterOf(button.textContent), alone = letter && all.filter((b) => letterOf(b.textContent) === letter).length === 1;
    if (alone) keys.set(letter, button);
    else if (row.includes(button) && figure < 9) keys.set(String(figure += 1), button);
  }
  return keys;
}

function choose(card) {
  for (const other of cards()) other.classList.toggle("on", other === card);
  const message = messageOf(card);
  Object.assign(chosen, { ts: message?.dataset.ts || "", id: idOf(card), n: cards().indexOf(card), channel: $("list").dataset.channel });
}

// Where the cards are drawn anew, the one that was chosen stays so, and keeps the keys.
export function cardKept() {
  const before = current(), had = before && (before.contains(document.activeElement) || document.activeElement === document.body);
  return () => {
    const card = current();
    if (!card) return;
    card.classList.add("on");
    if (had && !card.contains(document.activeElement)) card.focus({ preventScroll: true });
  };
}

// Back to the chosen card, where nothing has the keyboard: a window was closed, or the button that had it is gone.
export function returnToCard() {
  if (document.activeElement === document.body && !document.querySelector("dialog[open]")) current()?.focus({ preventScroll: true });
}

function next(by) {
  const all = cards(), at = all.indexOf(current()), top = $("list").getBoundingClientRect().top;
  if (at >= 0) return at + by;
  if (chosen.n >= 0 && chosen.channel === $("list").dataset.channel) return by > 0 ? chosen.n : chosen.n - 1; // another one took its place
  const inView = all.findIndex((card) => card.getBoundingClientRect().top >= top - 4);
  return inView >= 0 ? inView : all.length - 1;
}

function move(by) {
  const all = cards(), card = all[Math.max(0, Math.min(all.length - 1, next(by)))];
  if (!card) return;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: card.offsetHeight < $("list").clientHeight ? "center" : "start" });
}

// Nobody decides on a card that they do not see: the first press of a key only shows it again.
export function outOfView(card) {
  const own = card.getBoundingClientRect(), list = $("list").getBoundingClientRect();
  return own.bottom < list.top + 8 || own.top > list.bottom - 8;
}

function press(key) {
  const card = current(), keys = card && keysOf(card), button = keys?.get(key);
  if (card && outOfView(card)) {
    card.scrollIntoView({ block: "center" });
    toast("That card was out of view. Here it is: press again.");
  } else if (button) {
    if (!button.disabled) button.click();
  } else if (card) toast(`Here: ${[...keys].map(([name, b]) => `${name} ${b.textContent}`).join(" · ")}`);
  else toast("First choose a card: j or k.");
}

function pressInWindow(e) {
  const button = $("modal").open && !isTyping(e.target) ? keysOfWindow($("modal")).get(e.key) : null;
  if (!button || button.disabled) return;
  e.preventDefault();
  button.click();
}

const kbd = (key) => el("kbd", {}, key);

// Only the keys that work now: those of the chosen card; in the box the one that leads out of it.
export function drawHint() {
  const at = $("keys"), card = current();
  at.hidden = !holdsCards();
  if (at.hidden) return;
  if (isTyping(document.activeElement)) { at.replaceChildren(...(document.activeElement === $("text") ? [kbd("Esc"), " back to the cards"] : [])); return; }
  const own = card ? [...keysOf(card)].flatMap(([key, button]) => [" · ", kbd(key), ` ${button.textContent.slice(0, 30)}`]) : [];
  at.replaceChildren(kbd("j"), " ", kbd("k"), card ? " next, previous" : " choose a card", ...own, ...($("composer").hidden ? [] : [" · ", kbd("/"), " write"]));
}
for (const kind of ["focusin", "focusout"]) document.addEventListener(kind, () => queueMicrotask(drawHint));

const isTyping = (at) => at?.matches?.("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
  if (document.querySelector("dialog[open]")) { pressInWindow(e); return; }
  if (e.key === "Escape" && e.target === $("text") && $("complete").hidden && holdsCards()) { $("list").focus({ preventScroll: true }); return; }
  if (isTyping(e.target) || !holdsCards()) return;
  if (e.key === "j" || e.key === "k") move(e.key === "j" ? 1 : -1);
  else if (e.key in LETTERS || /^[1-9]$/.test(e.key)) press(e.key);
  else if (e.key === "/" && !$("composer").hidden) $("text").focus();
  else return;
  if (e.key !== "/") e.preventDefault();
});
