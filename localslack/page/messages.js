// One message as an element: who wrote it, what it says, what can be done with it.
import { blocks } from "/blocks.js";
import { el } from "/el.js";
import { file } from "/files.js";
import { mrkdwn } from "/rich.js";

const COLOURS = ["#7a4f9a", "#b5562b", "#2d7d6f", "#3b6ea5", "#8a6d1f"];
const FACES = { "+1": "👍", "-1": "👎", eyes: "👀", white_check_mark: "✅", tada: "🎉", heart: "❤️", thinking_face: "🤔" };

const byApp = (m, ctx) => Boolean(m.bot_id || m.user === ctx.app.bot || ctx.users.find((u) => u.id === m.user)?.is_bot);

// ctx: {user, app, users, names, zone, inThread, replies, lost, blocks, react(name), thread(), shortcut(id)}
export function messageOf(m, ctx) {
  const name = ctx.names[m.user] || m.user, app = byApp(m, ctx);
  const mark = JSON.stringify([m, ctx.replies, ctx.inThread, ctx.lost, ctx.user, ctx.names]);
  return el("article", { class: `message ${m.is_ephemeral ? "ephemeral" : ""}`, "data-ts": m.ts, "data-by": m.user === ctx.user ? "me" : app ? "app" : "other", "data-mark": mark }, face(name), el("div", {},
    m.is_ephemeral ? el("p", { class: "only" }, ctx.lost ? "Only visible to you. Slack itself would not show it: this thread had no reply yet." : "Only visible to you") : null,
    el("span", { class: "by" }, name), app ? el("span", { class: "app" }, "APP") : null, clock(m, ctx),
    body(m, app, ctx), ...(m.files || []).map(file), reactions(m, ctx),
    !ctx.inThread && ctx.replies ? el("button", { type: "button", class: "replies", onclick: ctx.thread }, `${ctx.replies} ${ctx.replies === 1 ? "reply" : "replies"}`) : null), tools(m, ctx));
}

// What a person typed has blocks too, but only its text tells mentions and links from words.
function body(m, app, ctx) {
  const typed = !app && (m.text || m.files);
  if (m.blocks?.length && !typed) return blocks(m.blocks, ctx.blocks);
  return el("div", { class: `plain ${m.failure ? "failure" : ""}` }, mrkdwn(m.text || "", ctx.names));
}

function face(name) {
  const at = el("div", { class: "face", "aria-hidden": "true" }, name.slice(0, 1).toUpperCase());
  at.style.background = COLOURS[[...name].reduce((n, c) => n + c.charCodeAt(0), 0) % COLOURS.length];
  return at;
}

function clock(m, { zone }) {
  const time = new Date(Number(m.ts) * 1000);
  return el("time", { title: time.toLocaleString([], zone) }, time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...zone }) + (m.edited ? " · edited" : ""));
}

function tools(m, ctx) {
  if (m.is_ephemeral) return null;
  return el("div", { class: "tools" },
    el("button", { type: "button", "aria-label": "React with thumbs up", onclick: () => ctx.react("+1") }, "👍"),
    ctx.inThread ? null : el("button", { type: "button", onclick: ctx.thread }, "Reply"),
    ...ctx.app.shortcuts.filter((s) => s.type === "message").map((s) => el("button", { type: "button", onclick: () => ctx.shortcut(s.callback_id) }, s.name)));
}

function reactions(m, ctx) {
  const shown = (m.reactions || []).filter((r) => r.users.length);
  return shown.length ? el("div", { class: "reactions" }, ...shown.map((r) => el("button", { type: "button", class: r.users.includes(ctx.user) ? "mine" : "", title: r.users.map((u) => ctx.names[u] || u).join(", "), onclick: () => ctx.react(r.name) },
    `${FACES[r.name] || `:${r.name}:`} ${r.users.length}`))) : null;
}
