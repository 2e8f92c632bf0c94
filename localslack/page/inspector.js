// The traffic between Slack and the app, each line in words, with what went over the wire beneath.
import { el } from "/el.js";

const CALLS = {
  "chat.postMessage": "posts a message", "chat.update": "changes its message", "chat.postEphemeral": "shows something to one person",
  "chat.delete": "deletes its message", "views.open": "opens a modal", "views.push": "puts a modal on top", "views.update": "changes a view",
  "views.publish": "draws Home", "users.info": "asks who someone is", "conversations.open": "opens direct messages",
  "conversations.history": "reads a conversation", "conversations.replies": "reads a thread", "auth.test": "asks who it is",
  "apps.connections.open": "asks for a Socket Mode connection", "files.getUploadURLExternal": "asks where to put a file",
  "files.completeUploadExternal": "shares a file", "response_url": "answers through the response URL of a command or click",
  "reactions.add": "reacts to a message", "search.messages": "searches messages", "chat.getPermalink": "asks for a message's address",
  "users.list": "lists people", "users.conversations": "asks where someone is a member", "users.getPresence": "asks who is there",
  "conversations.info": "asks about a conversation", "conversations.list": "lists conversations", "conversations.members": "asks who is in a conversation",
  "conversations.join": "joins a channel", "conversations.create": "makes a channel", "files.info": "asks about a file", "files.list": "lists files",
  "reactions.get": "asks who reacted", "reactions.remove": "takes its reaction back", "pins.add": "pins a message", "pins.list": "lists what is pinned",
  "team.info": "asks about the workspace", "bots.info": "asks about an app", "auth.revoke": "gives its token back",
};
const REFUSALS = {
  missing_scope: "the app's token lacks the scope named below", not_in_channel: "the app is no member there: invite it",
  channel_not_found: "there is no such conversation", expired_trigger_id: "a trigger id is good for 3 seconds", exchanged_trigger_id: "a trigger id is good for one view",
  invalid_trigger_id: "that trigger id was never given out", invalid_auth: "that is not the app's token", invalid_blocks: "Slack would refuse these blocks: see the messages below",
  msg_blocks_too_long: "all blocks together are too long", ratelimited: "too many calls of this method: wait for Retry-After", unknown_method: "Slack has no such method (or this page does not know it)",
  is_archived: "the channel is archived", hash_conflict: "the view has changed meanwhile", message_not_found: "there is no such message",
};

const EVENTS = {
  message: "says something that the app hears", app_mention: "mentions the app", app_home_opened: "opens the app's Home",
  reaction_added: "reacts to a message", reaction_removed: "takes a reaction back",
};

const LONGEST = 120; // signs of a line

function sentence(text) {
  const signs = [...text];
  return signs.length > LONGEST ? `${signs.slice(0, LONGEST - 1).join("").trimEnd()} …` : `${text}.`;
}

export function explain(line, names) {
  const sent = line.sent || {}, who = (id) => names[id] ? `@${names[id]}` : id, where = (id) => id.startsWith("D") ? "direct messages" : names[id] ? `#${names[id]}` : id;
  if (line.direction === "from app") {
    const what = CALLS[line.what] || `calls ${line.what}`;
    const at = sent.channel ? ` in ${where(sent.channel)}` : sent.user_id || sent.user ? ` for ${who(sent.user_id || sent.user)}` : "";
    const refused = line.status !== "ok" && line.status !== 200;
    return `The app ${what}${at}.${refused ? ` Refused: ${REFUSALS[line.status] || line.status}.` : ""}`;
  }
  const person = sent.user_id || sent.user?.id || sent.event?.user;
  const did = sent.command ? `runs ${sent.command} ${sent.text || ""}`.trim()
    : sent.type === "block_actions" ? `clicks “${sent.actions[0].text?.text || sent.actions[0].action_id}”`
    : sent.type === "view_submission" ? `sends “${sent.view.title?.text || "a modal"}” in` : sent.type === "view_closed" ? `closes “${sent.view.title?.text || "a modal"}”`
    : sent.type === "message_action" || sent.type === "shortcut" ? `uses the shortcut ${sent.callback_id}`
    : !sent.event ? line.what : person ? EVENTS[sent.event.type] || `causes the event ${sent.event.type}`
    : sent.event.type === "message" ? "tells the app of a change to its message" : `sends the event ${sent.event.type}`;
  const again = sent.retry_num || line.retry ? ` This is Slack's retry ${sent.retry_num || line.retry}: the first delivery was not acknowledged.` : "";
  const late = line.status === "no answer" ? " The app did not answer within 3 seconds; the person is told so." : line.status === 200 ? ` Answered in ${line.ms} ms.` : ` The app answered ${line.status}: the person is told that it failed.`;
  return `${person ? who(person) : "Slack"} ${sentence(did)}${again}${late}`;
}

// `zone` is that of the person who looks.
export function traffic(log, names, wanted, zone) {
  const open = new Set([...document.querySelectorAll(".traffic details[open]")].map((d) => d.dataset.at));
  const shown = log.filter((l) => !wanted || l.direction === wanted).reverse();
  if (!shown.length) return [el("p", { class: "empty" }, "No traffic yet. Say something, or run a command.")];
  return shown.map((l) => {
    const bad = !["ok", 200].includes(l.status), time = new Date(l.at * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", ...zone });
    return el("div", { class: "traffic" }, el("details", { "data-at": String(l.at), open: open.has(String(l.at)) },
      el("summary", {}, el("span", { class: `way ${l.direction === "to app" ? "to" : "from"}`, title: l.direction }, l.direction === "to app" ? "→ app" : "app →"),
        el("code", {}, l.what), el("span", { class: bad ? "bad" : "good" }, String(l.status)), el("time", {}, `${time} · ${l.ms} ms`),
        el("span", { class: "words" }, explain(l, names))),
      el("h3", {}, "Sent"), el("pre", {}, JSON.stringify(l.sent, null, 1)), el("h3", {}, "Answer"), el("pre", {}, JSON.stringify(l.got, null, 1))));
  });
}
