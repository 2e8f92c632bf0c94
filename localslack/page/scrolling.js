// Where a list of messages stands: at the answer to one's own act, at what is new, at the beginning of what is long, else at its end.
import { answerAmong, answered, justAnswered } from "/answers.js";
import { idOf, outOfView } from "/cards.js";
import { $ } from "/store.js";

const NEAR = 80; // pixels from the end that still count as the end

export const standsAtEnd = (list) => list.scrollHeight - list.scrollTop - list.clientHeight < NEAR;
export const lastOf = (list) => list.lastElementChild?.dataset.ts || "";
export const messagesOf = (list) => [...list.querySelectorAll(":scope > .message")];

// What is read stays where it is while what is above it is drawn anew, higher or lower than before; what is returned puts it
// there again, and is told the `ts` of the messages that have changed.
export function kept(list) {
  const anchors = [...cardsInView(list), anchorOf(list)].filter(Boolean).map((node) => {
    const name = nameOf(node), edge = edgeOf(name, node, list);
    return { name, edge, stood: node.getBoundingClientRect()[edge] };
  });
  return (redrawn) => {
    const now = new Map([...messagesOf(list), ...list.querySelectorAll(".card")].map((node) => [nameOf(node), node]));
    const anchor = anchors.find(({ name }) => now.has(name));
    if (anchor) list.scrollTop += now.get(anchor.name).getBoundingClientRect()[anchor.edge] - anchor.stood;
    if (redrawn.includes(pressed.name.split(" ")[0])) showAnswer(list, now.get(pressed.name));
  };
}

const pressed = { name: "", inFoot: false, answered: true }; // the card in which a button was pressed last, and where in it

$("list").addEventListener("click", (e) => {
  const button = e.target.closest("button"), card = button?.closest(".card");
  if (card) Object.assign(pressed, { name: nameOf(card), inFoot: card.lastElementChild.contains(button), answered: false });
}, true);

// Which edge of a card stays: its foot, where a press was there or its head is above the window; what is below stays with it.
function edgeOf(name, node, list) {
  const foot = name === pressed.name && pressed.inFoot || node.matches(".card") && node.getBoundingClientRect().top < list.getBoundingClientRect().top;
  return foot ? "bottom" : "top";
}

// What came of a press is in view: a key may press a button whose row is out of it.
function showAnswer(list, card) {
  if (pressed.answered || !card) return;
  pressed.answered = true;
  const { top, bottom } = list.getBoundingClientRect(), at = card.getBoundingClientRect();
  if (pressed.inFoot && at.top < top && at.bottom > bottom) card.scrollIntoView({ block: "end" });
}

// A message by its time, a card by its message and what it is about: cards above it may have become lines meanwhile.
const nameOf = (node) => node.matches(".card") ? `${node.closest(".message").dataset.ts} ${idOf(node)}` : node.dataset.ts;

// The card that is decided on, then those that begin in view.
function cardsInView(list) {
  const { top, bottom } = list.getBoundingClientRect(), under = decided(list);
  const begin = [...list.querySelectorAll(":scope > .message .card")].filter((card) => {
    const at = card.getBoundingClientRect().top;
    return card !== under && at > top - 4 && at < bottom;
  });
  return under ? [under, ...begin] : begin;
}

// The message that is decided in; else the first that begins in view; else the one that fills the view.
function anchorOf(list) {
  const { top, bottom } = list.getBoundingClientRect(), inView = messagesOf(list).filter((m) => m.getBoundingClientRect().bottom > top);
  const begins = inView.find((m) => { const at = m.getBoundingClientRect().top; return at > top - 4 && at < bottom; });
  return decided(list)?.closest(".message") || begins || inView[0];
}

// Nothing moves under the pointer, or else the keys, of who decides; what they left behind out of view holds nothing.
const decided = (list) => [...list.querySelectorAll(".card:hover"), ...list.querySelectorAll(".card:focus-within")].find((card) => !outOfView(card));
const decides = (list) => Boolean(decided(list));

// Whether something came that its reader was not led to.
// `came`: the list was entered just now; `divider`: how far it was read then; `last`: the newest message that was shown before;
// `redrawn`: the `ts` of those that were shown and have changed.
export function placeAt(list, { came, atEnd, divider, last, redrawn }) {
  if (came) { answered(); arrive(list, divider); return false; }
  const fresh = messagesOf(list).filter((m) => m.dataset.ts > last), answer = answerAmong(fresh, redrawn);
  if (answer || fresh.length && atEnd && !decides(list) && !justAnswered()) begin(list, answer || fresh[0]);
  else if (fresh.length) return true;
  else if (atEnd && !isLong(list) && !decides(list)) list.scrollTop = list.scrollHeight;
  return false;
}

// The reader of what is long is somewhere in it, or at its end.
const isLong = (list) => messagesOf(list).at(-1)?.offsetHeight > list.clientHeight;

function arrive(list, divider) {
  const all = messagesOf(list), first = all.find((m) => m.dataset.ts > divider) || (isLong(list) ? all.at(-1) : null);
  if (first) begin(list, first);
  else list.scrollTop = list.scrollHeight;
}

// A message at the top, with the line above it that names its day, or as near to the top as the end lets it.
function begin(list, message) {
  const before = message.previousElementSibling, top = before && !before.matches(".message") ? before : message;
  list.scrollTop = top.offsetTop - list.offsetTop;
}
