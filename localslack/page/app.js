// Local Slack's page: what a person sees and does. State comes from the control API; a stream says when it changed.
import { el, blocks, mrkdwn } from "/blocks.js";

const $ = (id) => document.getElementById(id);
const get = async (path) => (await fetch(`/_control/${path}`)).json();
const post = async (what, given) => {
  const answer = await fetch(`/_control/${what}`, { method: "POST", body: JSON.stringify(given) });
  const body = await answer.json();
  if (body.error) toast(body.error);
  return body;
};

const now = { state: null, messages: [], ephemerals: [], views: { modals: [], home: null }, seen: {}, thread: null, panel: null };
const place = { user: localStorage.user || "U01ALICE", channel: localStorage.channel || "C01GEN" };

function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { $("toast").hidden = true; }, 4000);
}

const names = () => Object.fromEntries([
  ...now.state.users.map((u) => [u.id, u.name]), ...now.state.channels.map((c) => [c.id, c.name]), ["USLACKBOT", "Slackbot"]]);
const isHome = () => place.channel === "home";
const myDm = () => `D${place.user.slice(1)}`;

// ---- reading

async function refresh() {
  now.state = await get("state");
  const channel = isHome() ? null : place.channel;
  const known = channel && now.state.channels.some((c) => c.id === channel);
  [now.messages, now.ephemerals, now.views] = await Promise.all([
    known ? get(`messages/${channel}`) : [], get(`ephemerals/${place.user}`), get(`views/${place.user}`)]);
  draw();
}

function watch() {
  const stream = new EventSource("/_control/watch");
  let busy = false, again = false;
  stream.onmessage = async () => {
    if (busy) { again = true; return; }
    busy = true;
    do { again = false; await refresh(); } while (again);
    busy = false;
  };
}

// ---- drawing

function draw() {
  drawSide();
  drawMain();
  drawPanel();
  drawModal();
}

function entry(id, label) {
  const unread = id === place.channel ? 0 : (now.state.counts[id] || 0) - (now.seen[id] || 0);
  return el("li", { class: id === place.channel ? "on" : "" },
    el("button", { type: "button", "data-channel": id, onclick: () => go(id) }, label, unread > 0 ? el("span", { class: "new" }, String(unread)) : null));
}

function drawSide() {
  const { users, channels, app, team } = now.state;
  $("team").textContent = team.name;
  const people = users.filter((u) => !u.is_bot);
  if ($("who").options.length !== people.length) {
    $("who").replaceChildren(...people.map((u) => el("option", { value: u.id, selected: u.id === place.user }, u.name)));
  }
  $("channels").replaceChildren(...channels.filter((c) => !c.is_im).map((c) => entry(c.id, `# ${c.name}`)));
  $("dms").replaceChildren(entry(myDm(), app.name));
  $("apps").replaceChildren(entry("home", `${app.name}: Home`));
}

function drawMain() {
  const { channels, app } = now.state;
  const channel = channels.find((c) => c.id === place.channel);
  $("composer").hidden = isHome();
  $("title").textContent = isHome() ? `${app.name} · Home` : channel && !channel.is_im ? `# ${channel.name}` : app.name;
  $("text").placeholder = isHome() ? "" : `Message ${$("title").textContent}`;
  const list = $("list");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const came = list.dataset.channel !== place.channel + place.user;
  list.dataset.channel = place.channel + place.user;
  if (isHome()) {
    const home = now.views.home;
    const drawn = home ? el("div", { id: "home" }, blocks(home.blocks, inView(home))) : el("p", { class: "empty" }, "The app has not drawn its Home yet.");
    list.replaceChildren(drawn);
    return;
  }
  now.seen[place.channel] = now.state.counts[place.channel] || 0;
  list.replaceChildren(...shown(null));
  if (atEnd || came) list.scrollTop = list.scrollHeight;
}

function shown(thread) {
  const whispers = now.ephemerals.filter((m) => m.channel === place.channel);
  const all = [...now.messages, ...whispers].sort((a, b) => a.ts.localeCompare(b.ts));
  const wanted = all.filter((m) => thread ? m.ts === thread || m.thread_ts === thread : !m.thread_ts || m.thread_ts === m.ts);
  if (!wanted.length) return [el("p", { class: "empty" }, "Nothing has been said here yet. Type / for commands.")];
  return wanted.map((m) => message(m, thread));
}

const COLOURS = ["#7a4f9a", "#b5562b", "#2d7d6f", "#3b6ea5", "#8a6d1f"];

function message(m, inThread) {
  const name = names()[m.user] || m.user;
  const time = new Date(Number(m.ts) * 1000);
  const replies = now.messages.filter((r) => r.thread_ts === m.ts && r.ts !== m.ts).length;
  const body = m.blocks && m.blocks.length ? blocks(m.blocks, inMessage(m)) : el("div", { class: `plain ${m.failure ? "failure" : ""}` }, mrkdwn(m.text || "", names()));
  const tools = el("div", { class: "tools" },
    m.is_ephemeral || inThread ? null : el("button", { type: "button", onclick: () => openThread(m.ts) }, "Reply"),
    ...(m.is_ephemeral ? [] : now.state.app.shortcuts.filter((s) => s.type === "message").map((s) =>
      el("button", { type: "button", onclick: () => post("shortcut", { user: place.user, callback_id: s.callback_id, channel: m.channel, messageTs: m.ts }) }, s.name))));
  const face = el("div", { class: "face", "aria-hidden": "true" }, name.slice(0, 1).toUpperCase());
  face.style.background = COLOURS[[...name].reduce((n, c) => n + c.charCodeAt(0), 0) % COLOURS.length];
  return el("article", { class: `message ${m.is_ephemeral ? "ephemeral" : ""}`, "data-ts": m.ts }, face, el("div", {},
    m.is_ephemeral ? el("p", { class: "only" }, "Only visible to you") : null,
    el("span", { class: "by" }, name), m.bot_id || m.user === now.state.app.bot ? el("span", { class: "app" }, "APP") : null,
    el("time", {}, time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }) + (m.edited ? " · edited" : "")),
    body,
    ...(m.files || []).map((f) => el("div", {}, el("a", { class: "file", href: new URL(f.url_private || "#", location.href).pathname, target: "_blank" }, `📄 ${f.title || f.name}`))),
    !inThread && replies ? el("button", { type: "button", class: "replies", onclick: () => openThread(m.ts) }, `${replies} ${replies === 1 ? "reply" : "replies"}`) : null), tools);
}

function drawPanel() {
  $("panel").hidden = !now.panel;
  $("reply").hidden = now.panel !== "thread";
  if (now.panel === "thread") {
    $("panel-title").textContent = "Thread";
    $("panel-list").replaceChildren(...shown(now.thread));
  } else if (now.panel === "traffic") {
    $("panel-title").textContent = "Traffic";
    drawTraffic();
  }
}

async function drawTraffic() {
  const log = await get("log?last=80");
  if (now.panel !== "traffic") return;
  const open = new Set([...document.querySelectorAll(".traffic details[open]")].map((d) => d.dataset.at));
  $("panel-list").replaceChildren(...log.reverse().map((l) => {
    const bad = !["ok", 200].includes(l.status);
    return el("div", { class: "traffic" }, el("details", { "data-at": String(l.at), open: open.has(String(l.at)) },
      el("summary", {}, `${l.direction === "to app" ? "→" : "←"} ${l.what} · `, el("span", { class: bad ? "bad" : "" }, String(l.status)), ` · ${l.ms} ms`),
      el("pre", {}, JSON.stringify(l.sent, null, 1)), el("pre", {}, JSON.stringify(l.got, null, 1))));
  }));
}

// ---- clicking

const actionOf = (owner, given) => ({ type: given.type, action_id: given.action_id, block_id: owner.block_id, value: given.value, text: given.text });

function inMessage(m) {
  return { names: names(), click: (owner, given, button) => confirmed(given, () => busy(button, () =>
    post("interact", { channel: m.channel, messageTs: m.ts, user: place.user, action: actionOf(owner, given) }))) };
}

function inView(view) {
  return { names: names(), field: (owner) => field(view, owner), click: (owner, given, button) => confirmed(given, () => busy(button, () =>
    post("view-action", { user: place.user, viewId: view.id, action: actionOf(owner, given) }))) };
}

async function busy(button, work) {
  button.disabled = true;
  try { await work(); } finally { button.disabled = false; }
}

function confirmed(given, work) {
  if (!given.confirm) return work();
  const asked = given.confirm, box = $("confirm");
  const done = (yes) => { box.close(); if (yes) work(); };
  box.replaceChildren(el("header", {}, el("h2", {}, asked.title.text)), el("div", { class: "body plain" }, asked.text.text),
    el("footer", {}, el("button", { type: "button", class: "button", onclick: () => done(false) }, asked.deny.text),
      el("button", { type: "button", class: "button primary", onclick: () => done(true) }, asked.confirm.text)));
  box.showModal();
}

// ---- modals

function drawModal() {
  const view = now.views.modals.at(-1), box = $("modal");
  const mark = view ? view.id + view.hash + JSON.stringify(view.errors || {}) : "";
  if (mark === (box.dataset.mark || "")) return;
  const kept = box.dataset.view === (view ? view.id : "") ? filled(box) : null;
  box.dataset.mark = mark;
  box.dataset.view = view ? view.id : "";
  if (!view) { if (box.open) box.close(); return; }
  const errors = view.errors || {};
  const form = el("form", { class: "body", id: "modal-form", onsubmit: (e) => { e.preventDefault(); submit(view); } },
    errors[""] ? el("p", { class: "failure" }, errors[""]) : null, blocks(view.blocks, inView(view)));
  box.replaceChildren(el("header", {}, el("h2", {}, view.title.text), el("button", { type: "button", class: "button", "aria-label": "Close", onclick: () => shut(view) }, "✕")),
    form, el("footer", {}, el("button", { type: "button", class: "button", onclick: () => shut(view) }, view.close ? view.close.text : "Close"),
      view.submit ? el("button", { type: "submit", form: "modal-form", class: "button primary" }, view.submit.text) : null));
  for (const [block, text] of Object.entries(errors)) {
    const at = [...form.querySelectorAll("[data-field]")].find((f) => f.dataset.field === block);
    if (at) at.append(el("div", { class: "error", role: "alert" }, text));
  }
  if (kept) restore(box, kept);
  if (!box.open) box.showModal();
}

const shut = (view) => post("view-close", { user: place.user, viewId: view.id });
$("modal").addEventListener("cancel", (e) => { e.preventDefault(); const view = now.views.modals.at(-1); if (view) shut(view); });

async function submit(view) {
  const values = {};
  for (const at of document.querySelectorAll("#modal [data-field]")) values[at.dataset.field] = { [at.dataset.action]: await value(at) };
  await post("view-submit", { user: place.user, viewId: view.id, values });
}

async function value(at) {
  const kind = at.dataset.kind;
  const options = JSON.parse(at.dataset.options || "[]");
  if (kind === "checkboxes") return { type: kind, selected_options: options.filter((o) => [...at.querySelectorAll("input:checked")].some((i) => i.value === o.value)) };
  if (kind === "static_select") return { type: kind, selected_option: options.find((o) => o.value === at.querySelector("select").value) || null };
  if (kind === "users_select") return { type: kind, selected_user: at.querySelector("select").value || null };
  if (kind === "file_input") {
    const picked = [];
    for (const f of at.querySelector("input").files) picked.push((await post("file", { user: place.user, name: f.name, text: await f.text() })).body);
    return { type: kind, files: picked };
  }
  return { type: kind, value: at.querySelector("input,textarea").value || null };
}

function filled(box) {
  return Object.fromEntries([...box.querySelectorAll("[data-field]")].map((f) => [f.dataset.field, [...f.querySelectorAll("input:not([type=file]),textarea,select")].map((i) => i.type === "checkbox" ? i.checked : i.value)]));
}

function restore(box, kept) {
  for (const f of box.querySelectorAll("[data-field]")) {
    f.querySelectorAll("input:not([type=file]),textarea,select").forEach((i, n) => {
      const was = (kept[f.dataset.field] || [])[n];
      if (was === undefined) return;
      if (i.type === "checkbox") i.checked = was; else i.value = was;
    });
  }
}

function field(view, owner) {
  const given = owner.element;
  const label = el("span", { class: "label" }, owner.label.text, owner.optional ? el("span", { class: "optional" }, " (optional)") : null);
  const at = el("div", { class: "field", "data-field": owner.block_id, "data-action": given.action_id, "data-kind": given.type, "data-options": JSON.stringify(given.options || []) });
  const hint = owner.hint ? el("div", { class: "hint" }, owner.hint.text) : null;
  if (given.type === "checkboxes") {
    const chosen = new Set((given.initial_options || []).map((o) => o.value));
    at.append(label, ...given.options.map((o) => el("label", { class: "check" }, el("input", { type: "checkbox", value: o.value, checked: chosen.has(o.value) }), el("span", {}, o.text.text))));
  } else {
    at.append(el("label", {}, label, control(given, owner)));
  }
  if (hint) at.append(hint);
  return at;
}

function control(given, owner) {
  const needed = !owner.optional;
  switch (given.type) {
    case "plain_text_input": return given.multiline
      ? el("textarea", { maxlength: String(given.max_length || 3000), required: needed, placeholder: given.placeholder?.text }, given.initial_value || "")
      : el("input", { type: "text", maxlength: String(given.max_length || 3000), required: needed, value: given.initial_value || "", placeholder: given.placeholder?.text });
    case "static_select": return el("select", { required: needed }, ...given.options.map((o) => el("option", { value: o.value, selected: given.initial_option?.value === o.value }, o.text.text)));
    case "users_select": return el("select", {}, el("option", { value: "" }, "Nobody chosen"), ...now.state.users.filter((u) => !u.is_bot).map((u) => el("option", { value: u.id }, u.name)));
    case "file_input": return el("input", { type: "file", multiple: (given.max_files || 10) > 1 });
    default: return el("div", { class: "unknown" }, `This page does not show “${given.type}” yet.`);
  }
}

// ---- going and saying

async function go(channel) {
  place.channel = channel;
  localStorage.channel = channel;
  now.panel = now.panel === "thread" ? null : now.panel;
  $("side").classList.remove("open");
  if (channel === "home") await post("open-home", { user: place.user });
  await refresh();
  if (channel !== "home") $("text").focus();
}

function openThread(ts) {
  now.thread = ts;
  now.panel = "thread";
  draw();
  $("reply-text").focus();
}

async function say(text, thread) {
  if (!text.trim()) return;
  const [first] = text.trimStart().split(/\s/, 1);
  const known = now.state.app.commands.some((c) => c.command === first);
  if (!thread && known) {
    await post("command", { channel: place.channel, user: place.user, command: first, text: text.trimStart().slice(first.length).trimStart() });
  } else if (!thread && /^\/[a-z]/.test(first)) {
    toast(`${first} is not a valid command.`);
  } else {
    await post("message", { channel: place.channel, user: place.user, text, ...(thread ? { thread_ts: thread } : {}) });
  }
}

const completions = () => {
  const text = $("text").value;
  if (!/^\/\S*$/.test(text)) return [];
  return now.state.app.commands.filter((c) => c.command.startsWith(text) && c.command !== text);
};

function drawCompletions(on = 0) {
  const found = completions();
  $("complete").hidden = !found.length;
  $("complete").replaceChildren(...found.map((c, n) => el("li", { class: n === on ? "on" : "", onmousedown: (e) => { e.preventDefault(); pick(c); } }, c.command, el("small", {}, c.description))));
}

function pick(command) {
  $("text").value = `${command.command} `;
  drawCompletions();
  $("text").focus();
}

$("text").addEventListener("input", () => drawCompletions());
$("text").addEventListener("keydown", (e) => {
  const found = completions();
  if (found.length && (e.key === "Tab" || (e.key === "Enter" && !e.shiftKey))) { e.preventDefault(); pick(found[0]); return; }
  if (e.key === "Enter" && !e.shiftKey) { e.preventDefault(); $("composer").requestSubmit(); }
});
$("reply-text").addEventListener("keydown", (e) => {
  if (e.key === "Enter" && !e.shiftKey) { e.preventDefault(); $("reply").requestSubmit(); }
});
$("composer").addEventListener("submit", async (e) => {
  e.preventDefault();
  const text = $("text").value;
  $("text").value = "";
  drawCompletions();
  await say(text);
});
$("reply").addEventListener("submit", async (e) => {
  e.preventDefault();
  const text = $("reply-text").value;
  $("reply-text").value = "";
  await say(text, now.thread);
});
$("who").addEventListener("change", async () => {
  const wasDm = place.channel === myDm();
  place.user = $("who").value;
  localStorage.user = place.user;
  await go(wasDm ? myDm() : place.channel);
});
$("menu").addEventListener("click", () => $("side").classList.toggle("open"));
$("inspect").addEventListener("click", () => { now.panel = now.panel === "traffic" ? null : "traffic"; draw(); });
$("panel-close").addEventListener("click", () => { now.panel = null; draw(); });

await refresh();
watch();
