// Local Slack's page: what a person sees and does. State comes from the control API; a stream says when it changed.
import { blocks } from "/blocks.js";
import { completing } from "/complete.js";
import { el } from "/el.js";
import { field, filled, restore, value } from "/forms.js";
import { traffic } from "/inspector.js";
import { messageOf } from "/messages.js";
import { keepOpened } from "/nesting.js";
import { absence, appDm, choices, isChannel, listed, placesOf, titleOf } from "/places.js";
import { switcher } from "/switcher.js";

const $ = (id) => document.getElementById(id);
const get = async (path) => (await fetch(`/_control/${path}`)).json();
const post = async (what, given) => {
  const answer = await fetch(`/_control/${what}`, { method: "POST", body: JSON.stringify(given) });
  const body = await answer.json();
  if (body.error) toast(body.error);
  return body;
};

const now = { state: null, messages: [], ephemerals: [], views: { modals: [], home: null }, thread: null, panel: null, wanted: "", log: [] };
const place = { user: localStorage.user || "", channel: localStorage.channel || "" };
const seen = JSON.parse(localStorage.seen || "{}"); // by person and conversation: the last ts that was looked at
let sought = ""; // the message that a link leads to, until it is shown
let divider = ""; // where what is new begins, as it was on coming here

function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { $("toast").hidden = true; }, 4000);
}

// What the person who looks can read; `allNames` are for the traffic, which no person sees in Slack.
const named = (channels) => Object.fromEntries([
  ...now.state.users.map((u) => [u.id, u.name]), ...channels.map((c) => [c.id, c.name]), ["USLACKBOT", "Slackbot"]]);
const names = () => named(places());
const allNames = () => named(now.state.channels);
const people = () => now.state.users.filter((u) => !u.is_bot);
const places = () => placesOf(now.state, place.user);
const placed = (id) => places().find((p) => p.id === id);
const isHome = () => place.channel === "home";
const myDm = () => appDm(place.user);
const firstPlace = () => (listed(places()).channels[0] || placed(myDm())).id;
const within = (id) => id === "home" || Boolean(placed(id)) ? id : firstPlace();
const key = (channel) => `${place.user} ${channel}`;

// ---- reading

let latest = 0; // of several refreshes under way the last one counts

async function refresh() {
  const mine = ++latest, state = await get("state");
  if (mine !== latest) return;
  const first = !now.state;
  now.state = state;
  if (!people().some((u) => u.id === place.user)) place.user = people()[0].id;
  settle(first);
  const channel = isHome() ? null : place.channel;
  const known = channel && now.state.channels.some((c) => c.id === channel);
  const read = await Promise.all([
    known ? get(`messages/${channel}`) : [], get(`ephemerals/${place.user}`), get(`views/${place.user}`),
    now.panel === "traffic" ? get("log?last=120") : now.log]);
  if (mine !== latest) return;
  [now.messages, now.ephemerals, now.views, now.log] = read;
  draw();
}

// Who is put out of the conversation that is shown goes to their first one.
function settle(first) {
  const channel = within(place.channel);
  if (channel === place.channel) return;
  if (first) { place.channel = channel; return; } // a link in the address has not been followed yet
  leave();
  arrive(channel);
}

function watch() {
  const stream = new EventSource("/_control/watch");
  let busy = false, again = false;
  stream.onmessage = async () => {
    if (busy) { again = true; return; }
    busy = true;
    try {
      do { again = false; await refresh(); } while (again);
    } catch (wrong) { // the server is away: the stream comes back by itself and says so
      toast(wrong instanceof TypeError && /fetch|network|load/i.test(wrong.message) ? "Local Slack does not answer. Trying again…" : `This page stumbled: ${wrong.message}`);
    } finally { busy = false; }
  };
}

// ---- drawing

function draw() {
  drawMissing();
  drawSide();
  drawMain();
  drawPanel();
  drawModal();
}

// What the loaded manifest lacks, until it is dismissed; another list is shown again.
function drawMissing() {
  const missing = now.state.app.missing || [], mark = JSON.stringify(missing), bar = $("missing");
  bar.hidden = !missing.length || sessionStorage.missing === mark;
  if (bar.dataset.mark === mark) return;
  bar.dataset.mark = mark;
  bar.querySelector("ul").replaceChildren(...missing.map((text) => el("li", {}, el("b", {}, "The manifest lacks:"), ` ${text}`)));
}

const SIGNS = { public: () => "#", private: () => lock(), app: () => "●", group: (p) => String(p.members.length - 1), direct: (p) => p.name.slice(0, 1).toUpperCase(), home: () => "⌂" };
const lock = () => el("span", { class: "lock", role: "img", "aria-label": "private" });

function entry(given) {
  const { id, kind, name, inside } = given;
  const last = now.state.latest[id] || "", fresh = inside && id !== place.channel && last > (seen[key(id)] || "");
  const count = fresh ? now.state.unread[id]?.filter((ts) => ts > (seen[key(id)] || "")).length || 1 : 0;
  return el("li", { class: `${id === place.channel ? "on" : fresh ? "fresh" : ""} ${inside ? "" : "outside"}` },
    el("button", { type: "button", "data-channel": id, "aria-current": id === place.channel ? "page" : null, title: inside ? null : "You are not in this channel", onclick: () => go(id) },
      el("span", { class: `mark ${kind}`, "aria-hidden": kind === "private" ? null : "true" }, SIGNS[kind](given)), el("span", { class: "name" }, name), count ? el("span", { class: "new", title: `${count} new` }, String(count)) : null));
}

function drawSide() {
  const { app, team } = now.state, { channels, outside, own, people: direct } = listed(places());
  $("team").textContent = team.name;
  const whoever = people().map((u) => u.id).join();
  if ($("who").dataset.mark !== whoever) $("who").replaceChildren(...people().map((u) => el("option", { value: u.id }, u.name)));
  $("who").dataset.mark = whoever;
  $("who").value = place.user;
  $("channels").replaceChildren(...channels.map(entry), ...outside.map(entry));
  $("dms").replaceChildren(...own.map(entry));
  $("people").replaceChildren(...direct.map(entry));
  $("apps").replaceChildren(entry({ id: "home", kind: "home", name: `${app.name}: Home`, inside: true }));
}

const title = () => isHome() ? `${now.state.app.name} · Home` : titleOf(placed(place.channel));

function drawHead() {
  const at = placed(place.channel), { name } = now.state.app, absent = at ? absence(at, name) : "";
  $("title").replaceChildren(...(at?.kind === "private" ? [lock()] : []), title());
  $("topic").textContent = at?.topic || "";
  $("absent").hidden = !absent;
  $("absent-words").textContent = absent;
  $("invite").hidden = at?.kind === "direct";
  $("invite").disabled = !at?.inside;
  $("invite").textContent = `/invite @${name}`;
  $("composer").hidden = isHome() || !at.inside;
  $("join").hidden = isHome() || at.inside;
  $("join-words").textContent = at ? `You are looking at ${title()}.` : "";
  $("text").placeholder = isHome() ? "" : `Message ${title()}`;
  document.title = `${title()} · Local Slack`;
}

function drawMain() {
  drawHead();
  const list = $("list"), atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const came = list.dataset.channel !== key(place.channel);
  list.dataset.channel = key(place.channel);
  if (isHome()) {
    const home = now.views.home, mark = home ? home.id + home.hash : "none";
    if (!came && list.dataset.home === mark) return;
    list.dataset.home = mark;
    list.replaceChildren(home ? el("div", { id: "home" }, blocks(home.blocks, inView(home))) : el("p", { class: "empty" }, "The app has not drawn its Home yet."));
    return;
  }
  delete list.dataset.home;
  if (came) divider = seen[key(place.channel)] || "";
  reconcile(list, shown(null));
  if (document.hasFocus() || came) look();
  if (atEnd || came) list.scrollTop = list.scrollHeight;
  const there = sought && [...list.querySelectorAll(".message")].find((m) => m.dataset.ts === sought);
  if (there) { sought = ""; there.scrollIntoView({ block: "center" }); there.classList.add("sought"); }
}

// What has not changed stays where it is, with its focus, its open menus and what was typed there.
function reconcile(list, wanted) {
  const kept = new Map([...list.children].map((n) => [n.dataset.mark, n]).filter(([mark]) => mark));
  const before = new Map([...list.children].map((n) => [n.dataset.ts, n]).filter(([ts]) => ts));
  for (const node of wanted) if (!kept.has(node.dataset.mark) && before.has(node.dataset.ts)) keepOpened(before.get(node.dataset.ts), node);
  wanted.map((node) => kept.get(node.dataset.mark) || node).forEach((node, n) => {
    if (list.children[n] !== node) list.insertBefore(node, list.children[n] || null);
  });
  while (list.children.length > wanted.length) list.lastChild.remove();
}

function look() {
  seen[key(place.channel)] = now.state.latest[place.channel] || "";
  localStorage.seen = JSON.stringify(seen);
}

function shown(thread) {
  const whispers = now.ephemerals.filter((m) => m.channel === place.channel);
  const all = [...now.messages, ...whispers].sort((a, b) => a.ts.localeCompare(b.ts));
  const wanted = all.filter((m) => thread ? m.ts === thread || m.thread_ts === thread : !m.thread_ts || m.thread_ts === m.ts);
  const replies = new Map();
  for (const m of now.messages) if (m.thread_ts && m.thread_ts !== m.ts) replies.set(m.thread_ts, (replies.get(m.thread_ts) || 0) + 1);
  if (!wanted.length) return [el("p", { class: "empty" }, "Nothing has been said here yet. Type / for commands.")];
  const drawn = [];
  let day = "", marked = !divider;
  for (const m of wanted) {
    const date = (at) => at.toLocaleDateString([], { weekday: "short", day: "numeric", month: "short", ...zoned() });
    const on = date(new Date(Number(m.ts) * 1000));
    if (!thread && on !== day) drawn.push(el("div", { class: "day" }, el("span", {}, on === date(new Date()) ? "Today" : on)));
    day = on;
    if (!thread && !marked && m.ts > divider && m.user !== place.user) { marked = true; drawn.push(el("div", { class: "fresh-line" }, el("span", {}, "New"))); }
    drawn.push(message(m, thread, replies.get(m.ts) || 0, lifeless(m, thread)));
  }
  return drawn;
}

// Slack shows an ephemeral message in a thread only where the thread had a reply by then (docs.slack.dev/reference/methods/chat.postEphemeral).
const lifeless = (m, thread) => Boolean(thread && m.is_ephemeral && !now.messages.some((r) => r.thread_ts === thread && r.ts !== thread && r.ts < m.ts));

// Times are those of the person who looks, as Slack shows them.
const zoned = () => ({ timeZone: now.state.users.find((u) => u.id === place.user)?.tz });

function react(m, name) {
  const mine = (m.reactions || []).some((r) => r.name === name && r.users.includes(place.user));
  return post("reaction", { channel: m.channel, ts: m.ts, user: place.user, name, present: !mine });
}

function message(m, inThread, replies, lost) {
  return messageOf(m, { user: place.user, app: now.state.app, users: now.state.users, names: names(), zone: zoned(), inThread, replies, lost,
    blocks: inMessage(m), react: (name) => react(m, name), thread: () => openThread(m.ts),
    shortcut: (callback_id) => post("shortcut", { user: place.user, callback_id, channel: m.channel, messageTs: m.ts }) });
}

function drawPanel() {
  $("panel").hidden = !now.panel;
  $("panel").className = now.panel || "";
  $("reply").hidden = now.panel !== "thread" || !placed(place.channel)?.inside;
  $("filter").hidden = now.panel !== "traffic";
  $("inspect").setAttribute("aria-pressed", String(now.panel === "traffic"));
  if (now.panel === "thread") {
    const list = $("panel-list"), came = list.dataset.thread !== now.thread;
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
    $("panel-title").textContent = "Thread";
    list.dataset.thread = now.thread;
    reconcile(list, shown(now.thread));
    if (came || atEnd) list.scrollTop = list.scrollHeight;
  } else if (now.panel === "traffic") {
    $("panel-title").textContent = "Traffic";
    delete $("panel-list").dataset.thread;
    $("panel-list").replaceChildren(...traffic(now.log, allNames(), now.wanted));
  }
}

// ---- clicking

const actionOf = (owner, given, chosen) => ({ type: given.type, action_id: given.action_id, block_id: owner.block_id, value: given.value, text: given.text, ...chosen });

// What selects offer; those of channels have only public ones.
const offered = () => ({ names: names(), people, channels: () => choices(places(), { include: ["public"] }), conversations: (filter) => choices(places(), filter) });

function inMessage(m) {
  return { ...offered(), click: (owner, given, button, chosen) => confirmed(given, () => busy(button, () =>
    post("interact", { channel: m.channel, messageTs: m.ts, user: place.user, action: actionOf(owner, given, chosen) }))) };
}

function inView(view) {
  return { ...offered(), field: (owner, ctx) => field(owner, ctx), click: (owner, given, button, chosen) => confirmed(given, () => busy(button, () =>
    post("view-action", { user: place.user, viewId: view.id, action: actionOf(owner, given, chosen) }))) };
}

async function busy(button, work) {
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
  box.showModal();
}

// ---- modals

function drawModal() {
  const stack = now.views.modals, view = stack.at(-1), box = $("modal");
  const mark = view ? view.id + view.hash + JSON.stringify(view.errors || {}) : "";
  if (mark === (box.dataset.mark || "")) return;
  const kept = box.dataset.view === (view ? view.id : "") ? filled(box) : null;
  box.dataset.mark = mark;
  box.dataset.view = view ? view.id : "";
  box.dataset.depth = String(stack.length);
  if (!view) { if (box.open) box.close(); return; }
  const errors = view.errors || {}, beneath = stack.at(-2);
  const form = el("form", { class: "body", id: "modal-form", onsubmit: (e) => { e.preventDefault(); submit(view, e.submitter); } },
    errors[""] ? el("p", { class: "failure" }, errors[""]) : null, blocks(view.blocks, inView(view)));
  box.replaceChildren(el("header", {},
    beneath ? el("button", { type: "button", class: "button back", "aria-label": `Back to ${beneath.title.text}`, onclick: () => shut(view) }, "←") : null,
    el("h2", {}, view.title.text), el("button", { type: "button", class: "button", "aria-label": "Close", onclick: () => shutAll() }, "✕")),
    form, el("footer", {}, el("button", { type: "button", class: "button", onclick: () => shut(view) }, view.close ? view.close.text : "Close"),
      view.submit ? el("button", { type: "submit", form: "modal-form", class: "button primary" }, view.submit.text) : null));
  for (const [block, text] of Object.entries(errors)) {
    const at = [...form.querySelectorAll("[data-field]")].find((f) => f.dataset.field === block);
    if (at) at.append(el("div", { class: "error", role: "alert" }, text));
  }
  if (kept) restore(box, kept);
  if (!box.open) box.showModal();
  (form.querySelector(".error")?.closest(".field") || form).querySelector("input, textarea, select")?.focus();
}

const shut = (view) => post("view-close", { user: place.user, viewId: view.id });
const shutAll = async () => { for (const view of [...now.views.modals].reverse()) await shut(view); };
$("modal").addEventListener("cancel", (e) => { e.preventDefault(); const view = now.views.modals.at(-1); if (view) shut(view); });

const base64 = (f) => new Promise((done, failed) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result.split(",", 2)[1] || "");
  reader.onerror = () => failed(reader.error);
  reader.readAsDataURL(f);
});

async function submit(view, button) {
  const values = {};
  const upload = async (f) => (await post("file", { user: place.user, name: f.name, data: await base64(f) })).body;
  for (const at of document.querySelectorAll("#modal [data-field]")) values[at.dataset.field] = { [at.dataset.action]: await value(at, upload) };
  const send = () => post("view-submit", { user: place.user, viewId: view.id, values });
  await (button ? busy(button, send) : send());
}

// ---- going and saying

const drafts = new Map(); // what was typed and not sent, by conversation and thread
const draftOf = (thread) => `${place.user} ${place.channel} ${thread || ""}`;
const keepDraft = (box, thread) => drafts.set(draftOf(thread), $(box).value);
const takeDraft = (box, thread) => { $(box).value = drafts.get(draftOf(thread)) || ""; };

function leave() {
  keepDraft("text");
  if (now.panel === "thread") keepDraft("reply-text", now.thread);
}

function arrive(channel) {
  place.channel = channel;
  takeDraft("text");
  history.replaceState(null, "", `#${channel}`);
  localStorage.channel = channel;
  if (now.panel === "thread") now.panel = null;
  $("side").classList.remove("open");
}

async function enter(channel) {
  arrive(channel);
  if (channel === "home") await post("open-home", { user: place.user });
  await refresh();
  if (channel !== "home") $("text").focus();
}

async function go(channel) {
  leave();
  await enter(channel);
}

async function actAs(user) {
  const wasDm = place.channel === myDm();
  leave();
  place.user = user;
  localStorage.user = user;
  await enter(wasDm ? myDm() : within(place.channel));
}

function openThread(ts) {
  if (now.panel === "thread") keepDraft("reply-text", now.thread);
  now.thread = ts;
  now.panel = "thread";
  takeDraft("reply-text", ts);
  draw();
  $("reply-text").focus();
}

async function panel(which) {
  $("side").classList.remove("open");
  now.panel = now.panel === which ? null : which;
  await refresh();
}

function theme() {
  const dark = getComputedStyle(document.documentElement).colorScheme === "dark" || (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
  localStorage.theme = document.documentElement.dataset.theme = dark ? "light" : "dark";
}
if (localStorage.theme) document.documentElement.dataset.theme = localStorage.theme;

// Slack's own commands that matter to an app: who is in a conversation.
const OWN_COMMANDS = [{ command: "/invite", usage_hint: "@name", description: "Add the app or a person to this conversation" },
  { command: "/remove", usage_hint: "@name", description: "Take the app or a person out of this conversation" }];
const commands = () => [...now.state.app.commands, ...OWN_COMMANDS];

// Whether it was taken; what was not stays in the box.
async function say(text, thread) {
  if (!text.trim()) return true;
  const [first] = text.trimStart().split(/\s/, 1);
  const known = commands().some((c) => c.command === first);
  const refused = known && thread ? "Slack has no commands in threads: use a message's shortcut, or mention the app."
    : !known && /^\/[a-z]/.test(first) ? `${first} is not a valid command.` : "";
  if (refused) { toast(refused); return false; }
  if (known) return run(first, text.trimStart().slice(first.length).trimStart());
  return !(await post("message", { channel: place.channel, user: place.user, text, ...(thread ? { thread_ts: thread } : {}) })).error;
}

async function run(command, text) {
  const where = title(), answer = await post("command", { channel: place.channel, user: place.user, command, text });
  if (!answer.error && OWN_COMMANDS.some((c) => c.command === command)) toast(`${text.trim()} was ${command === "/invite" ? "added to" : "taken out of"} ${where}.`);
  return !answer.error;
}

// Members come first: whom a mention reaches.
function peopleHere() {
  const inside = new Set(placed(place.channel)?.members), here = (u) => inside.has(u.id);
  return [...now.state.users.filter(here), ...now.state.users.filter((u) => !here(u))]
    .map((u) => ({ kind: "@", name: u.name, words: [u.is_bot ? "app" : "", here(u) ? "" : "not in this conversation"].filter(Boolean).join(" · ") }));
}

const channelsSeen = () => places().filter((p) => isChannel(p) && !p.archived).map((p) => ({ kind: "#", name: p.name, words: p.kind === "private" ? "private" : "" }));
const offers = (kind) => kind === "@" ? peopleHere() : kind === "#" ? channelsSeen()
  : commands().map((c) => ({ kind, name: c.command.slice(1), words: [c.usage_hint, c.description].filter(Boolean).join(" · ") }));

const WORDS = { public: "channel", private: "private channel", app: "direct messages", direct: "direct messages", group: "group message" };

function entries() {
  const { channels, outside, own, people: direct } = listed(places());
  const walk = [...[...channels, ...own, ...direct, ...outside].map((p) => ({ name: titleOf(p), words: p.inside ? WORDS[p.kind] : "channel · you are not in it", go: () => go(p.id) })),
    { name: `${now.state.app.name}: Home`, words: "app", go: () => go("home") }];
  const others = people().filter((u) => u.id !== place.user).map((u) => ({ name: u.name, words: "act as", go: () => actAs(u.id) }));
  const shortcuts = now.state.app.shortcuts.filter((s) => s.type === "global").map((s) => ({ name: s.name, words: "shortcut", go: () => post("shortcut", { user: place.user, callback_id: s.callback_id }) }));
  return [...walk, ...others, ...shortcuts, { name: "Traffic", words: "what goes to and from the app", go: () => panel("traffic") }, { name: "Light or dark", words: "the page's colours", go: theme }];
}

const goTo = switcher($("switcher"), entries, () => ready);

for (const [box, form, list, thread] of [["text", "composer", "complete", false], ["reply-text", "reply", "reply-complete", true]]) {
  completing($(box), $(list), offers);
  $(box).addEventListener("keydown", (e) => {
    if (e.key === "Enter" && !e.shiftKey && !e.isComposing) { e.preventDefault(); $(form).requestSubmit(); }
  });
  $(form).addEventListener("submit", async (e) => {
    e.preventDefault();
    const text = $(box).value;
    $(box).value = "";
    divider = "";
    if (!await say(text, thread ? now.thread : undefined) && !$(box).value) $(box).value = text;
  });
}

function step(by) {
  const { channels, outside, own, people: direct } = listed(places());
  const all = [...[...channels, ...outside, ...own, ...direct].map((p) => p.id), "home"];
  go(all[(all.indexOf(place.channel) + by + all.length) % all.length]);
}

document.addEventListener("keydown", (e) => {
  const command = e.ctrlKey || e.metaKey;
  if (command && e.key.toLowerCase() === "k") { e.preventDefault(); goTo(); }
  else if (command && e.key.toLowerCase() === "i" && !e.shiftKey) { e.preventDefault(); panel("traffic"); }
  else if (e.altKey && (e.key === "ArrowDown" || e.key === "ArrowUp")) { e.preventDefault(); step(e.key === "ArrowDown" ? 1 : -1); }
  else if (e.key === "Escape" && $("side").classList.contains("open")) { $("side").classList.remove("open"); $("menu").focus(); }
  else if (e.key === "Escape" && now.panel && !document.querySelector("dialog[open]")) { now.panel = null; draw(); $("text").focus(); }
});
window.addEventListener("focus", () => { if (now.state && !isHome()) { look(); drawSide(); } });
$("who").addEventListener("change", () => actAs($("who").value));
$("menu").addEventListener("click", () => $("side").classList.toggle("open"));
document.addEventListener("click", (e) => { if (!e.target.closest("#side, #menu")) $("side").classList.remove("open"); });
$("goto").addEventListener("click", goTo);
$("theme").addEventListener("click", theme);
$("inspect").addEventListener("click", () => panel("traffic"));
$("missing-close").addEventListener("click", () => { sessionStorage.missing = $("missing").dataset.mark; drawMissing(); });
$("invite").addEventListener("click", () => { $("text").value = `${$("invite").textContent} `; $("text").focus(); });
$("join-go").addEventListener("click", (e) => busy(e.currentTarget, () => run("/invite", `@${names()[place.user]}`)));
$("filter").addEventListener("change", () => { now.wanted = $("filter").value; drawPanel(); });
$("panel-close").addEventListener("click", () => { now.panel = null; draw(); });

// A link to a conversation, or to a message in it: #C01GEN, #C01GEN/1712345678.000100
async function visit() {
  await ready;
  const [, channel, ts] = location.hash.match(/^#(?:archives\/)?([A-Z0-9]+|home)(?:\/p?([\d.]+))?$/) || [];
  if (!channel) return;
  if (within(channel) !== channel) { toast("That conversation is not there, or not for this person."); return; }
  if (ts || channel !== place.channel) sought = ts || ""; // going there took it out of the address
  if (channel !== place.channel) await go(channel);
  else drawMain();
}
window.addEventListener("hashchange", visit);

const ready = refresh();
await visit();
watch();
