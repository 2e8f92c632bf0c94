// The side: the conversations of the person who looks, with what is new in each.
import { el } from "/el.js";
import { absence, listed } from "/places.js";
import { $, isHome, now, people, place, placed, places, title, unread } from "/store.js";

const SIGNS = { public: () => "#", private: () => lock(), app: () => "●", group: (p) => String(p.members.length - 1), direct: (p) => p.name.slice(0, 1).toUpperCase(), home: () => "⌂" };
const lock = () => el("span", { class: "lock", role: "img", "aria-label": "private" });

function entry(given, go) {
  const { id, kind, name, inside } = given, count = inside && id !== place.channel ? unread(id) : 0;
  return el("li", { class: `${id === place.channel ? "on" : count ? "fresh" : ""} ${inside ? "" : "outside"}` },
    el("button", { type: "button", "data-channel": id, "aria-current": id === place.channel ? "page" : null, title: inside ? null : "You are not in this channel", onclick: () => go(id) },
      el("span", { class: `mark ${kind}`, "aria-hidden": kind === "private" ? null : "true" }, SIGNS[kind](given)), el("span", { class: "name" }, name),
      count ? el("span", { class: "new", title: `${count} new`, role: "img", "aria-label": `${count} new` }, String(count)) : null));
}

export function drawSide(go) {
  const { app, team } = now.state, { channels, outside, own, people: direct } = listed(places());
  $("team").textContent = team.name;
  const whoever = people().map((u) => u.id).join();
  if ($("who").dataset.mark !== whoever) $("who").replaceChildren(...people().map((u) => el("option", { value: u.id }, u.name)));
  $("who").dataset.mark = whoever;
  $("who").value = place.user;
  const entries = (list) => list.map((given) => entry(given, go));
  $("channels").replaceChildren(...entries([...channels, ...outside]));
  $("dms").replaceChildren(...entries(own));
  $("people").replaceChildren(...entries(direct));
  $("apps").replaceChildren(...entries([{ id: "home", kind: "home", name: `${app.name}: Home`, inside: true }]));
}

// What the loaded manifest lacks, until it is dismissed; another list is shown again.
export function drawMissing() {
  const missing = now.state.app.missing || [], mark = JSON.stringify(missing), bar = $("missing");
  bar.hidden = !missing.length || sessionStorage.missing === mark;
  if (bar.dataset.mark === mark) return;
  bar.dataset.mark = mark;
  bar.querySelector("ul").replaceChildren(...missing.map((text) => el("li", {}, el("b", {}, "The manifest lacks:"), ` ${text}`)));
}

export function drawHead() {
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
