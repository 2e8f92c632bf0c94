// The messages of the conversation that is shown, and of the thread beside it.
import { missed, nothingMissed } from "/below.js";
import { blocks } from "/blocks.js";
import { cardKept, drawHint } from "/cards.js";
import { inMessage, inView } from "/clicks.js";
import { el } from "/el.js";
import { messageOf } from "/messages.js";
import { keepOpened } from "/nesting.js";
import { kept, lastOf, placeAt, standsAtEnd } from "/scrolling.js";
import { $, isHome, key, look, myDm, names, now, place, post, readUntil, zoned } from "/store.js";

const arrival = { divider: "", sought: "" }; // where what is new begins, as it was on coming here; the message a link leads to
export const seek = (ts) => { arrival.sought = ts; };
export const forgetNew = () => { arrival.divider = ""; };

export function drawMain(openThread) {
  const list = $("list"), atEnd = standsAtEnd(list), last = lastOf(list);
  const came = list.dataset.channel !== key(place.channel);
  list.dataset.channel = key(place.channel);
  if (came) nothingMissed();
  if (isHome()) drawHome(list, came);
  else {
    delete list.dataset.home;
    if (came) arrival.divider = readUntil(place.channel);
    const restore = cardKept(), hold = kept(list);
    const redrawn = reconcile(list, shown(null, openThread));
    restore();
    if (!came) hold(redrawn);
    if (document.hasFocus() || came) look();
    if (placeAt(list, { came, atEnd, divider: arrival.divider, last, redrawn })) missed(last);
    const there = arrival.sought && messageAt(list, arrival.sought);
    if (there) { arrival.sought = ""; there.scrollIntoView({ block: there.offsetHeight < list.clientHeight ? "center" : "start" }); there.classList.add("sought"); }
  }
  drawHint();
}

function drawHome(list, came) {
  const home = now.views.home, mark = home ? home.id + home.hash : "none";
  if (!came && list.dataset.home === mark) return;
  list.dataset.home = mark;
  if (came) list.scrollTop = 0;
  list.replaceChildren(home ? el("div", { id: "home" }, blocks(home.blocks, inView(home))) : el("p", { class: "empty" }, "The app has not drawn its Home yet."));
}

const messageAt = (list, ts) => [...list.querySelectorAll(".message")].find((m) => m.dataset.ts === ts);

// What has not changed stays where it is, with its focus, its open menus and what was typed there. Returns the `ts` of what has.
export function reconcile(list, wanted) {
  const same = new Map([...list.children].map((n) => [n.dataset.mark, n]).filter(([mark]) => mark));
  const before = new Map([...list.children].map((n) => [n.dataset.ts, n]).filter(([ts]) => ts));
  const redrawn = wanted.filter((node) => !same.has(node.dataset.mark) && before.has(node.dataset.ts));
  for (const node of redrawn) keepOpened(before.get(node.dataset.ts), node);
  wanted.map((node) => same.get(node.dataset.mark) || node).forEach((node, n) => {
    if (list.children[n] !== node) list.insertBefore(node, list.children[n] || null);
  });
  while (list.children.length > wanted.length) list.lastChild.remove();
  return redrawn.map((node) => node.dataset.ts);
}

// In Slack an ephemeral message is gone when the page is loaded again (docs.slack.dev/reference/methods/chat.postEphemeral).
const whispers = () => now.ephemerals.filter((m) => m.channel === place.channel && m.ts > now.opened);

export function shown(thread, openThread) {
  const all = [...now.messages, ...whispers()].sort((a, b) => a.ts.localeCompare(b.ts));
  const wanted = all.filter((m) => thread ? m.ts === thread || m.thread_ts === thread : !m.thread_ts || m.thread_ts === m.ts);
  const replies = new Map();
  for (const m of now.messages) if (m.thread_ts && m.thread_ts !== m.ts) replies.set(m.thread_ts, (replies.get(m.thread_ts) || 0) + 1);
  if (!wanted.length) return [el("p", { class: "empty" }, place.channel === myDm() ? `${now.state.app.name} has not written to you yet. Say hello, or type / for its commands.` : "Nothing has been said here yet. Type / for commands.")];
  const drawn = [], { divider } = arrival;
  let day = "", marked = !divider;
  for (const m of wanted) {
    const date = (at) => at.toLocaleDateString([], { weekday: "short", day: "numeric", month: "short", ...zoned() });
    const on = date(new Date(Number(m.ts) * 1000));
    if (!thread && on !== day) drawn.push(el("div", { class: "day" }, el("span", {}, on === date(new Date()) ? "Today" : on)));
    day = on;
    if (!thread && !marked && m.ts > divider && m.user !== place.user) { marked = true; drawn.push(el("div", { class: "fresh-line" }, el("span", {}, "New"))); }
    drawn.push(message(m, thread, replies.get(m.ts) || 0, openThread));
  }
  return drawn;
}

// Slack shows an ephemeral message in a thread only where the thread had a reply by then (docs.slack.dev/reference/methods/chat.postEphemeral).
const lifeless = (m, thread) => Boolean(thread && m.is_ephemeral && !now.messages.some((r) => r.thread_ts === thread && r.ts !== thread && r.ts < m.ts));

function react(m, name) {
  const mine = (m.reactions || []).some((r) => r.name === name && r.users.includes(place.user));
  return post("reaction", { channel: m.channel, ts: m.ts, user: place.user, name, present: !mine });
}

function message(m, inThread, replies, openThread) {
  return messageOf(m, { user: place.user, app: now.state.app, users: now.state.users, names: names(), zone: zoned(), inThread, replies, lost: lifeless(m, inThread),
    blocks: inMessage(m), react: (name) => react(m, name), thread: () => openThread(m.ts),
    shortcut: (callback_id) => post("shortcut", { user: place.user, callback_id, channel: m.channel, messageTs: m.ts }) });
}
