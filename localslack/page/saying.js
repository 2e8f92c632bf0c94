// What is typed: messages, the app's commands and the few of Slack's own, with completion.
import { acted } from "/answers.js";
import { completing } from "/complete.js";
import { forgetNew } from "/conversation.js";
import { isChannel } from "/places.js";
import { $, known, now, place, placed, places, post, title, toast } from "/store.js";

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

export async function run(command, text) {
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

for (const [box, form, list, thread] of [["text", "composer", "complete", false], ["reply-text", "reply", "reply-complete", true]]) {
  const complete = completing($(box), $(list), (kind) => now.state ? offers(kind) : []);
  known.then(() => { if (document.activeElement === $(box)) complete(); });
  $(box).addEventListener("keydown", (e) => {
    if (e.key === "Enter" && !e.shiftKey && !e.isComposing) { e.preventDefault(); $(form).requestSubmit(); }
  });
  $(form).addEventListener("submit", async (e) => {
    e.preventDefault();
    await known;
    const text = $(box).value;
    $(box).value = "";
    forgetNew();
    acted();
    if (!await say(text, thread ? now.thread : undefined) && !$(box).value) $(box).value = text;
  });
}
