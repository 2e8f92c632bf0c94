// Local Slack's page: what a person sees and does. State comes from the control API; a stream says when it changed.
import { leadBelow } from "/below.js";
import { returnToCard } from "/cards.js";
import { busy } from "/clicks.js";
import { drawMain } from "/conversation.js";
import { focusHere, going } from "/going.js";
import { drawModal } from "/modal.js";
import { drawPanel } from "/panel.js";
import { listed, titleOf } from "/places.js";
import { run } from "/saying.js";
import { drawHead, drawMissing, drawSide } from "/side.js";
import { $, isHome, look, names, now, people, place, places, post, tellKnown, watch } from "/store.js";
import { switcher } from "/switcher.js";

const { again, go, actAs, openThread, panel, step, visit } = going(draw);

function draw() {
  drawMissing();
  drawSide(go);
  drawHead();
  drawMain(openThread);
  drawPanel(openThread);
  drawModal();
  returnToCard();
}

function theme() {
  const dark = getComputedStyle(document.documentElement).colorScheme === "dark" || (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
  localStorage.theme = document.documentElement.dataset.theme = dark ? "light" : "dark";
}
if (localStorage.theme) document.documentElement.dataset.theme = localStorage.theme;

const WORDS = { public: "channel", private: "private channel", app: "direct messages", direct: "direct messages", group: "group message" };

function entries() {
  const { channels, outside, own, people: direct } = listed(places());
  const walk = [...[...channels, ...own, ...direct, ...outside].map((p) => ({ name: titleOf(p), words: p.inside ? WORDS[p.kind] : "channel · you are not in it", go: () => go(p.id) })),
    { name: `${now.state.app.name}: Home`, words: "app", go: () => go("home") }];
  const others = people().filter((u) => u.id !== place.user).map((u) => ({ name: u.name, words: "act as", go: () => actAs(u.id) }));
  const shortcuts = now.state.app.shortcuts.filter((s) => s.type === "global").map((s) => ({ name: s.name, words: "shortcut", go: () => post("shortcut", { user: place.user, callback_id: s.callback_id }) }));
  return [...walk, ...others, ...shortcuts, { name: "Traffic", words: "what goes to and from the app", go: () => panel("traffic") }, { name: "Light or dark", words: "the page's colours", go: theme }];
}

const ready = again();
const goTo = switcher($("switcher"), entries, () => ready);

document.addEventListener("keydown", (e) => {
  const command = e.ctrlKey || e.metaKey;
  if (command && e.key.toLowerCase() === "k") { e.preventDefault(); goTo(); }
  else if (command && e.key.toLowerCase() === "i" && !e.shiftKey) { e.preventDefault(); panel("traffic"); }
  else if (e.altKey && (e.key === "ArrowDown" || e.key === "ArrowUp")) { e.preventDefault(); ready.then(() => step(e.key === "ArrowDown" ? 1 : -1)); }
  else if (e.key === "Escape" && $("side").classList.contains("open")) { $("side").classList.remove("open"); $("menu").focus(); }
  else if (e.key === "Escape" && now.panel && !document.querySelector("dialog[open]")) { now.panel = null; draw(); focusHere(); }
});
window.addEventListener("focus", () => { if (now.state && !isHome()) { look(); drawSide(go); } });
window.addEventListener("hashchange", async () => { await ready; await visit(); });
document.addEventListener("click", (e) => { if (!e.target.closest("#side, #menu")) $("side").classList.remove("open"); });
$("who").addEventListener("change", () => actAs($("who").value));
$("menu").addEventListener("click", () => $("side").classList.toggle("open"));
$("goto").addEventListener("click", goTo);
$("theme").addEventListener("click", theme);
$("inspect").addEventListener("click", () => panel("traffic"));
$("missing-close").addEventListener("click", () => { sessionStorage.missing = $("missing").dataset.mark; drawMissing(); });
$("invite").addEventListener("click", () => { $("text").value = `${$("invite").textContent} `; $("text").focus(); });
$("join-go").addEventListener("click", (e) => busy(e.currentTarget, () => run("/invite", `@${names()[place.user]}`)));
$("below").addEventListener("click", () => { leadBelow(); focusHere(); });
$("filter").addEventListener("change", () => { now.wanted = $("filter").value; drawPanel(openThread); });
$("panel-close").addEventListener("click", () => { now.panel = null; draw(); });

await ready;
await visit();
tellKnown();
focusHere();
watch(again);
