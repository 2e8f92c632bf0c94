// Local Slack's page: what a person sees and does. State comes from the control API; a stream says when it changed.
import { el, blocks, mrkdwn } from "/blocks.js";
import { completing } from "/complete.js";
import { field, filled, restore, value } from "/forms.js";
import { traffic } from "/inspector.js";
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

const names = () => Object.fromEntries([
  ...now.state.users.map((u) => [u.id, u.name]), ...now.state.channels.map((c) => [c.id, c.name]), ["USLACKBOT", "Slackbot"]]);
const people = () => now.state.users.filter((u) => !u.is_bot);
const open = () => now.state.channels.filter((c) => !c.is_im && !c.is_archived);
const isHome = () => place.channel === "home";
const myDm = () => `D${place.user.slice(1)}`;
const key = (channel) => `${place.user} ${channel}`;

// ---- reading

let latest = 0; // of several refreshes under way the last one counts

async function refresh() {
  const mine = ++latest, state = await get("state");
  if (mine !== latest) return;
  now.state = state;
  if (!people().some((u) => u.id === place.user)) place.user = people()[0].id;
  if (!place.channel) place.channel = open()[0].id;
  const channel = isHome() ? null : place.channel;
  const known = channel && now.state.channels.some((c) => c.id === channel);
  const read = await Promise.all([
    known ? get(`messages/${channel}`) : [], get(`ephemerals/${place.user}`), get(`views/${place.user}`),
    now.panel === "traffic" ? get("log?last=120") : now.log]);
  if (mine !== latest) return;
  [now.messages, now.ephemerals, now.views, now.log] = read;
  draw();
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
  drawSide();
  drawMain();
  drawPanel();
  drawModal();
}

function entry(id, label, mark) {
  const last = now.state.latest[id] || "", fresh = id !== place.channel && last > (seen[key(id)] || "");
  const count = fresh ? now.state.unread[id]?.filter((ts) => ts > (seen[key(id)] || "")).length || 1 : 0;
  return el("li", { class: id === place.channel ? "on" : fresh ? "fresh" : "" },
    el("button", { type: "button", "data-channel": id, "aria-current": id === place.channel ? "page" : null, onclick: () => go(id) },
      el("span", { class: "mark", "aria-hidden": "true" }, mark), el("span", {}, label), count ? el("span", { class: "new", title: `${count} new` }, String(count)) : null));
}

function drawSide() {
  const { app, team } = now.state;
  $("team").textContent = team.name;
  if ($("who").options.length !== people().length) $("who").replaceChildren(...people().map((u) => el("option", { value: u.id }, u.name)));
  $("who").value = place.user;
  $("channels").replaceChildren(...open().map((c) => entry(c.id, c.name, "#")));
  $("dms").replaceChildren(entry(myDm(), app.name, "●"));
  $("apps").replaceChildren(entry("home", `${app.name}: Home`, "⌂"));
}

function title() {
  const channel = now.state.channels.find((c) => c.id === place.channel);
  return isHome() ? `${now.state.app.name} · Home` : channel && !channel.is_im ? `# ${channel.name}` : now.state.app.name;
}

function drawMain() {
  const channel = now.state.channels.find((c) => c.id === place.channel);
  $("composer").hidden = isHome();
  $("title").textContent = title();
  $("topic").textContent = channel?.topic?.value || "";
  document.title = `${title()} · Local Slack`;
  $("text").placeholder = isHome() ? "" : `Message ${title()}`;
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
    drawn.push(message(m, thread, replies.get(m.ts) || 0));
  }
  return drawn;
}

// Times are those of the person who looks, as Slack shows them.
const zoned = () => ({ timeZone: now.state.users.find((u) => u.id === place.user)?.tz });

const COLOURS = ["#7a4f9a", "#b5562b", "#2d7d6f", "#3b6ea5", "#8a6d1f"];

function message(m, inThread, replies) {
  const name = names()[m.user] || m.user, time = new Date(Number(m.ts) * 1000);
  const body = m.blocks && m.blocks.length ? blocks(m.blocks, inMessage(m)) : el("div", { class: `plain ${m.failure ? "failure" : ""}` }, mrkdwn(m.text || "", names()));
  const face = el("div", { class: "face", "aria-hidden": "true" }, name.slice(0, 1).toUpperCase());
  face.style.background = COLOURS[[...name].reduce((n, c) => n + c.charCodeAt(0), 0) % COLOURS.length];
  const mark = JSON.stringify([m, replies, inThread, place.user, names()]);
  return el("article", { class: `message ${m.is_ephemeral ? "ephemeral" : ""}`, "data-ts": m.ts, "data-mark": mark }, face, el("div", {},
    m.is_ephemeral ? el("p", { class: "only" }, "Only visible to you") : null,
    el("span", { class: "by" }, name), m.bot_id || m.user === now.state.app.bot ? el("span", { class: "app" }, "APP") : null,
    el("time", { title: time.toLocaleString([], zoned()) }, time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...zoned() }) + (m.edited ? " · edited" : "")),
    body, ...(m.files || []).map(file), reactions(m),
    !inThread && replies ? el("button", { type: "button", class: "replies", onclick: () => openThread(m.ts) }, `${replies} ${replies === 1 ? "reply" : "replies"}`) : null), tools(m, inThread));
}

function tools(m, inThread) {
  if (m.is_ephemeral) return null;
  const act = (callback_id) => post("shortcut", { user: place.user, callback_id, channel: m.channel, messageTs: m.ts });
  return el("div", { class: "tools" },
    el("button", { type: "button", "aria-label": "React with thumbs up", onclick: () => react(m, "+1") }, "👍"),
    inThread ? null : el("button", { type: "button", onclick: () => openThread(m.ts) }, "Reply"),
    ...now.state.app.shortcuts.filter((s) => s.type === "message").map((s) => el("button", { type: "button", onclick: () => act(s.callback_id) }, s.name)));
}

const FACES = { "+1": "👍", "-1": "👎", eyes: "👀", white_check_mark: "✅", tada: "🎉", heart: "❤️", thinking_face: "🤔" };

function reactions(m) {
  const held = (m.reactions || []).filter((r) => r.users.length);
  return held.length ? el("div", { class: "reactions" }, ...held.map((r) => el("button", { type: "button", class: r.users.includes(place.user) ? "mine" : "", title: r.users.map((u) => names()[u] || u).join(", "), onclick: () => react(m, r.name) },
    `${FACES[r.name] || `:${r.name}:`} ${r.users.length}`))) : null;
}

function react(m, name) {
  const mine = (m.reactions || []).some((r) => r.name === name && r.users.includes(place.user));
  return post("reaction", { channel: m.channel, ts: m.ts, user: place.user, name, present: !mine });
}

function file(f) {
  const path = new URL(f.url_private || "#", location.href).pathname;
  const link = el("a", { class: "file", href: path, target: "_blank" }, `📄 ${f.title || f.name}`, f.size ? el("small", {}, ` ${Math.max(1, Math.round(f.size / 1000))} kB`) : null);
  return el("div", {}, /\.(png|jpe?g|gif|webp)$/i.test(f.name) ? el("a", { href: path, target: "_blank" }, el("img", { class: "picture", src: path, alt: f.title || f.name })) : link);
}

function drawPanel() {
  $("panel").hidden = !now.panel;
  $("panel").className = now.panel || "";
  $("reply").hidden = now.panel !== "thread";
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
    $("panel-list").replaceChildren(...traffic(now.log, names(), now.wanted));
  }
}

// ---- clicking

const actionOf = (owner, given, chosen) => ({ type: given.type, action_id: given.action_id, block_id: owner.block_id, value: given.value, text: given.text, ...chosen });

function inMessage(m) {
  return { names: names(), people, channels: open, click: (owner, given, button, chosen) => confirmed(given, () => busy(button, () =>
    post("interact", { channel: m.channel, messageTs: m.ts, user: place.user, action: actionOf(owner, given, chosen) }))) };
}

function inView(view) {
  return { names: names(), people, channels: open, field: (owner, ctx) => field(owner, ctx), click: (owner, given, button, chosen) => confirmed(given, () => busy(button, () =>
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

async function go(channel) {
  keepDraft("text");
  if (now.panel === "thread") keepDraft("reply-text", now.thread);
  place.channel = channel;
  takeDraft("text");
  history.replaceState(null, "", `#${channel}`);
  localStorage.channel = channel;
  if (now.panel === "thread") now.panel = null;
  $("side").classList.remove("open");
  if (channel === "home") await post("open-home", { user: place.user });
  await refresh();
  if (channel !== "home") $("text").focus();
}

async function actAs(user) {
  const wasDm = place.channel === myDm();
  keepDraft("text");
  place.user = user;
  localStorage.user = user;
  await go(wasDm ? myDm() : place.channel);
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

// Whether it was taken; what was not stays in the box.
async function say(text, thread) {
  if (!text.trim()) return true;
  const [first] = text.trimStart().split(/\s/, 1);
  const known = now.state.app.commands.some((c) => c.command === first);
  const refused = known && thread ? "Slack has no commands in threads: use a message's shortcut, or mention the app."
    : !known && /^\/[a-z]/.test(first) ? `${first} is not a valid command.` : "";
  if (refused) toast(refused);
  else if (known) await post("command", { channel: place.channel, user: place.user, command: first, text: text.trimStart().slice(first.length).trimStart() });
  else await post("message", { channel: place.channel, user: place.user, text, ...(thread ? { thread_ts: thread } : {}) });
  return !refused;
}

const offers = (kind) => kind === "/" ? now.state.app.commands.map((c) => ({ kind, name: c.command.slice(1), words: [c.usage_hint, c.description].filter(Boolean).join(" · ") }))
  : kind === "@" ? now.state.users.map((u) => ({ kind, name: u.name, words: u.is_bot ? "app" : "" })) : open().map((c) => ({ kind, name: c.name, words: "" }));

function entries() {
  const walk = [...open().map((c) => ({ name: `# ${c.name}`, words: "channel", go: () => go(c.id) })),
    { name: now.state.app.name, words: "direct messages", go: () => go(myDm()) }, { name: `${now.state.app.name}: Home`, words: "app", go: () => go("home") }];
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
  const all = [...open().map((c) => c.id), myDm(), "home"];
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
$("filter").addEventListener("change", () => { now.wanted = $("filter").value; drawPanel(); });
$("panel-close").addEventListener("click", () => { now.panel = null; draw(); });

// A link to a conversation, or to a message in it: #C01GEN, #C01GEN/1712345678.000100
async function visit() {
  await ready;
  const [, channel, ts] = location.hash.match(/^#(?:archives\/)?([A-Z0-9]+|home)(?:\/p?([\d.]+))?$/) || [];
  if (!channel || (channel !== "home" && !now.state.channels.some((c) => c.id === channel))) return;
  if (ts || channel !== place.channel) sought = ts || ""; // going there took it out of the address
  if (channel !== place.channel) await go(channel);
  else drawMain();
}
window.addEventListener("hashchange", visit);

const ready = refresh();
await visit();
watch();
