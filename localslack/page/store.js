// What the page knows: the workspace as the control API tells it, and where the person who looks at it is.
import { appDm, listed, placesOf, titleOf } from "/places.js";

export const $ = (id) => document.getElementById(id);
export const get = async (path) => (await fetch(`/_control/${path}`)).json();
export const post = async (what, given) => {
  const body = await asked(`/_control/${what}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(given) });
  if (body.error) toast(body.error);
  return body;
};

// What the server answers; where there is no answer, or none of ours, its error says so.
async function asked(address, request) {
  try {
    const answer = await fetch(address, request);
    return answer.status === 413 ? { error: "That is more than Local Slack takes at a time." } : await answer.json();
  } catch {
    return { error: "Local Slack does not answer. Nothing was sent." };
  }
}

export const now = { state: null, messages: [], ephemerals: [], views: { modals: [], home: null }, thread: null, panel: null, wanted: "", log: [], opened: "" };
// Each tab has its own person and place; a new one begins where another was last.
export const kept = (name) => sessionStorage[name] || localStorage[name] || "";
export const keep = (name, value) => { sessionStorage[name] = localStorage[name] = value; return value; };
export const place = { user: kept("user"), channel: kept("channel") };

export function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { $("toast").hidden = true; }, 4000);
}

// What the person who looks can read; `allNames` are for the traffic, which no person sees in Slack.
const named = (channels) => Object.fromEntries([
  ...now.state.users.map((u) => [u.id, u.name]), ...channels.map((c) => [c.id, c.name]), ["USLACKBOT", "Slackbot"]]);
export const names = () => named(places());
export const allNames = () => named(now.state.channels);
export const people = () => now.state.users.filter((u) => !u.is_bot);
export const places = () => placesOf(now.state, place.user);
export const placed = (id) => places().find((p) => p.id === id);
export const isHome = () => place.channel === "home";
export const myDm = () => appDm(place.user);
export const within = (id) => id === "home" || Boolean(placed(id)) ? id : firstPlace();
export const key = (channel) => `${place.user} ${channel}`;
export const title = () => isHome() ? `${now.state.app.name} · Home` : titleOf(placed(place.channel));

// Times are those of the person who looks, as Slack shows them.
export const zoned = () => ({ timeZone: now.state.users.find((u) => u.id === place.user)?.tz });

// Slack keeps for each person how far they have read, whichever browser they use.
export const readUntil = (channel) => now.state.read[place.user]?.[channel] || "";
export const unread = (channel) => (now.state.unread[channel] || []).filter((ts) => ts > readUntil(channel)).length;

// Where a person begins who was nowhere yet: where the app wrote to them, else in their first channel.
function firstPlace() {
  if (placed(myDm()) && now.state.latest[myDm()]) return myDm();
  return (listed(places()).channels[0] || placed(myDm())).id;
}

export function look() {
  const ts = now.state.latest[place.channel] || "";
  if (isHome() || ts <= readUntil(place.channel)) return;
  (now.state.read[place.user] ??= {})[place.channel] = ts;
  post("read", { user: place.user, channel: place.channel, ts });
}

// Kept once the page knows the workspace and where it is in it; what is typed before waits for that.
let tell;
export const known = new Promise((kept) => { tell = kept; });
export const tellKnown = () => tell();

let latest = 0, newest = null; // of several refreshes under way the last one counts, and the others wait for it

// `settle` sees to it that the conversation that is shown is one of the person's.
export function refresh(settle, draw) {
  newest = load(++latest, settle, draw);
  return newest;
}

async function load(mine, settle, draw) {
  const state = await get("state");
  if (mine !== latest) return newest;
  const first = !now.state;
  if (!first && state.run !== now.state.run) { location.replace("/"); return null; } // another run: nothing of this one is there
  now.state = state;
  if (first) now.opened = state.now;
  if (!people().some((u) => u.id === place.user)) place.user = people()[0].id;
  settle(first);
  const channel = isHome() ? null : place.channel;
  const there = channel && now.state.channels.some((c) => c.id === channel);
  const read = await Promise.all([
    there ? get(`messages/${channel}`) : [], get(`ephemerals/${place.user}`), get(`views/${place.user}`),
    now.panel === "traffic" ? get("log?last=120") : now.log]);
  if (mine !== latest) return newest;
  [now.messages, now.ephemerals, now.views, now.log] = read;
  draw();
  return null;
}

export function watch(again) {
  const stream = new EventSource("/_control/watch");
  let busy = false, more = false;
  stream.onmessage = async () => {
    if (busy) { more = true; return; }
    busy = true;
    try {
      do { more = false; await again(); } while (more);
    } catch (wrong) { // the server is away: the stream comes back by itself and says so
      toast(wrong instanceof TypeError && /fetch|network|load/i.test(wrong.message) ? "Local Slack does not answer. Trying again…" : `This page stumbled: ${wrong.message}`);
    } finally { busy = false; }
  };
}
