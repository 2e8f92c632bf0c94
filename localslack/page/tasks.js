// What an agent is doing, step by step: one task, or a plan of several.
import { el } from "/el.js";
import { richParts } from "/rich.js";

const STATUSES = { pending: ["", "Pending"], in_progress: ["", "In progress"], complete: ["✓", "Complete"], error: ["!", "Error"] };

const rich = (text, names, kind) => text ? el("div", { class: `b-rich ${kind}` }, ...richParts(text.elements, names)) : null;

function source(given) {
  const safe = /^https?:/i.test(given.url);
  return safe ? el("a", { href: given.url, rel: "noreferrer", target: "_blank" }, given.text || given.url) : el("span", {}, given.text || given.url);
}

export function taskCard(given, names) {
  const [sign, words] = STATUSES[given.status];
  return el("div", { class: `b-task is-${given.status}` },
    el("span", { class: "sign", title: words, "aria-hidden": "true" }, sign),
    el("div", { class: "task-body" }, el("div", { class: "task-title" }, el("span", { class: "spoken" }, `${words}: `), given.title),
      rich(given.details, names, "task-details"), rich(given.output, names, "task-output"),
      given.sources ? el("div", { class: "task-sources" }, "Sources: ", ...given.sources.flatMap((s, n) => n ? [", ", source(s)] : [source(s)])) : null));
}

export function plan(given, names) {
  return el("div", { class: "b-plan", role: "group", "aria-label": given.title }, el("div", { class: "plan-title" }, given.title),
    el("ol", {}, ...(given.tasks || []).map((t) => el("li", {}, taskCard(t, names)))));
}
