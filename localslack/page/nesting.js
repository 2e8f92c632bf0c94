// Blocks that hold others. `draw` makes the inner ones, so that one of a kind unknown here has its own box.
import { el } from "/el.js";
import { richParts, textOf } from "/rich.js";

function heading(given, names) {
  const title = given.rich_text_title ? el("div", { class: "b-rich" }, ...richParts(given.rich_text_title.elements, names)) : textOf(given.title, names);
  return [given.icon ? el("span", { class: "away" }, `[${given.icon.alt_text}]`) : null,
    el("span", { class: "words" }, el("strong", { class: "container-title" }, title), given.subtitle ? el("span", { class: "container-subtitle plain" }, textOf(given.subtitle, names)) : null)];
}

export function container(given, ctx, draw) {
  const width = { class: `b-container ${given.width || "standard"}` }, head = heading(given, ctx.names);
  if (!given.is_collapsible) return el("section", width, el("div", { class: `container-head ${given.has_header_divider ? "ruled" : ""}` }, ...head), draw(given.child_blocks, ctx));
  const summary = el("summary", { class: "container-head", onclick: () => { summary.parentElement.dataset.chosen = "yes"; } }, ...head);
  return el("details", { ...width, open: !given.default_collapsed }, summary, draw(given.child_blocks, ctx));
}

// A message that the app changes keeps open what its reader opened, and closed what they closed.
export function keepOpened(before, after) {
  const title = (d) => d.querySelector("summary").textContent;
  for (const old of before.querySelectorAll("details[data-chosen]")) {
    const fresh = [...after.querySelectorAll("details")].find((d) => title(d) === title(old));
    if (fresh) { fresh.open = old.open; fresh.dataset.chosen = "yes"; }
  }
}

export function layout(given, ctx, draw) {
  return el("div", { class: `b-layout lines-${given.grid_lines || "none"}`, role: "group", "aria-label": given.label },
    given.is_label_visible ? el("div", { class: "layout-label" }, given.label) : null,
    ...given.rows.map((row) => el("div", { class: "layout-row" }, ...row.items.map((item) => el("div", { class: `layout-item ${item.width || "standard"}` }, draw(item.blocks, ctx))))));
}
