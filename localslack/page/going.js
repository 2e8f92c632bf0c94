// Going from conversation to conversation, from person to person, into threads; what was typed stays where it was typed.
import { drawMain, seek } from "/conversation.js";
import { holdsCards } from "/cards.js";
import { listed } from "/places.js";
import { $, isHome, keep, kept, myDm, now, place, places, post, refresh, toast, within } from "/store.js";

const drafts = new Map(); // what was typed and not sent, by conversation and thread
const draftOf = (thread) => `${place.user} ${place.channel} ${thread || ""}`;
const keepDraft = (box, thread) => drafts.set(draftOf(thread), $(box).value);
const takeDraft = (box, thread) => { $(box).value = drafts.get(draftOf(thread)) || ""; };

// `draw` draws the page as it is now.
export function going(draw) {
  const again = () => refresh(settle, draw);

  // Who is put out of the conversation that is shown goes to their first one.
  function settle(first) {
    if (first) forgetOtherRun();
    const channel = within(place.channel);
    if (channel === place.channel) return;
    if (first) { place.channel = keep("channel", channel); return; } // a link in the address has not been followed yet
    leave();
    arrive(channel);
  }

  function leave() {
    keepDraft("text");
    if (now.panel === "thread") keepDraft("reply-text", now.thread);
  }

  function arrive(channel) {
    place.channel = channel;
    takeDraft("text");
    history.replaceState(null, "", `#${channel}`);
    keep("channel", channel);
    if (now.panel === "thread") now.panel = null;
    $("side").classList.remove("open");
  }

  async function enter(channel) {
    arrive(channel);
    if (channel === "home") await post("open-home", { user: place.user });
    await again();
    focusHere();
  }

  async function go(channel) {
    leave();
    await enter(channel);
  }

  async function actAs(user) {
    const wasDm = place.channel === myDm();
    leave();
    place.user = user;
    keep("user", user);
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
    await again();
  }

  function step(by) {
    const { channels, outside, own, people: direct } = listed(places());
    const all = [...[...channels, ...outside, ...own, ...direct].map((p) => p.id), "home"];
    return go(all[(all.indexOf(place.channel) + by + all.length) % all.length]);
  }

  // A link to a conversation, or to a message in it: #C01GEN, #C01GEN/1712345678.000100
  async function visit() {
    const [, channel, ts] = location.hash.match(/^#(?:archives\/)?([A-Z0-9]+|home)(?:\/p?([\d.]+))?$/) || [];
    if (!channel) return;
    if (within(channel) !== channel) { toast("That conversation is not there, or not for this person."); return; }
    if (ts || channel !== place.channel) seek(ts || ""); // going there took it out of the address
    if (channel !== place.channel) await go(channel);
    else drawMain(openThread);
  }

  return { again, go, actAs, openThread, panel, step, visit };
}

// Where cards wait, the keys are theirs; everywhere else one writes.
export function focusHere() {
  if (isHome()) return;
  if (holdsCards()) $("list").focus({ preventScroll: true });
  else $("text").focus();
}

// What this browser keeps belongs to one run of Local Slack: another one has other conversations.
function forgetOtherRun() {
  if (kept("run") === now.state.run) return;
  keep("run", now.state.run);
  for (const name of ["channel", "user"]) for (const at of [localStorage, sessionStorage]) delete at[name];
  place.channel = "";
  place.user = now.state.users.find((u) => !u.is_bot).id;
}
