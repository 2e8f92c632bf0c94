// Blocks as elements.
import { grouped } from "/cards.js";
import { chart } from "/chart.js";
import { el, unknown } from "/el.js";
import { container, layout } from "/nesting.js";
import { markdown, richParts, textOf } from "/rich.js";
import { plan, taskCard } from "/tasks.js";

// ctx: {names, people, channels, conversations(filter), click(block, element), field(block, element) -> node for inputs}
export function block(given, ctx) {
  switch (given.type) {
    case "header": return el("div", { class: "b-header", role: "heading", "aria-level": "3" }, given.text.text);
    case "divider": return el("hr", { class: "b-divider" });
    case "section": return el("div", { class: "b-section" },
      el("div", { class: "text plain" }, textOf(given.text, ctx.names),
        given.fields ? el("div", { class: "fields" }, ...given.fields.map((f) => el("div", {}, textOf(f, ctx.names)))) : null),
      given.accessory ? element(given, given.accessory, ctx) : null);
    case "context": return el("div", { class: "b-context" }, ...given.elements.map((e) =>
      e.type === "image" ? el("span", {}, `[${e.alt_text}]`) : el("span", { class: "text" }, textOf(e, ctx.names))));
    case "actions": return el("div", { class: "b-actions" }, ...given.elements.map((e) => element(given, e, ctx)));
    case "rich_text": return el("div", { class: "b-rich" }, ...richParts(given.elements, ctx.names));
    case "input": return ctx.field ? ctx.field(given, ctx) : unknown("input");
    case "image": return el("figure", { class: "b-image" }, given.title ? el("figcaption", {}, given.title.text) : null, el("div", { class: "away" }, `🖼 ${given.alt_text}`, el("small", {}, "Pictures from elsewhere are not loaded here.")));
    case "markdown": return el("div", { class: "b-rich" }, ...markdown(given.text, ctx.names));
    case "table": return el("div", { class: "b-table" }, el("table", {}, ...given.rows.map((row, n) => el("tr", {}, ...row.map((cell) => el(n ? "td" : "th", {}, ...tableCell(cell, ctx.names)))))));
    case "data_visualization": return chart(given);
    case "alert": return el("div", { class: `b-alert ${given.level || ""}`, role: "note" }, textOf(given.text, ctx.names));
    case "file": return el("div", { class: "file" }, `📄 ${given.external_id}`);
    case "task_card": return taskCard(given, ctx.names);
    case "plan": return plan(given, ctx.names);
    case "container": return container(given, ctx, blocks);
    case "layout": return layout(given, ctx, blocks);
    default: return unknown(given.type);
  }
}

function tableCell(cell, names) {
  if (cell.type === "rich_text") return richParts(cell.elements, names);
  return [document.createTextNode(String(cell.text ?? cell.value ?? ""))];
}

const marked = (owner, given) => ({ "data-action-id": given.action_id, "data-block-id": owner.block_id });

export function element(owner, given, ctx) {
  switch (given.type) {
    case "button": return el("button", {
      type: "button", class: `button ${given.style || ""}`, ...marked(owner, given), "aria-label": given.accessibility_label,
      "data-value": given.value, onclick: (event) => ctx.click(owner, given, event.currentTarget),
    }, given.text.text);
    case "overflow": return small(chooser(owner, given, ctx, "⋯", given.options.map((o) => [o.value, o.text.text]), (v) => ({ selected_option: given.options.find((o) => o.value === v) })));
    case "static_select": {
      const options = given.options || given.option_groups.flatMap((g) => g.options);
      return chooser(owner, given, ctx, given.initial_option?.text.text || given.placeholder?.text || "Choose", options.map((o) => [o.value, o.text.text]), (v) => ({ selected_option: options.find((o) => o.value === v) }));
    }
    case "users_select": return chooser(owner, given, ctx, given.placeholder?.text || "Choose a person", ctx.people().map((u) => [u.id, u.name]), (v) => ({ selected_user: v }));
    case "channels_select": case "conversations_select": return chooser(owner, given, ctx, given.placeholder?.text || "Choose a channel", (given.type === "channels_select" ? ctx.channels() : ctx.conversations(given.filter)).map((c) => [c.id, c.name]),
      (v) => given.type === "channels_select" ? { selected_channel: v } : { selected_conversation: v });
    case "timepicker": return el("input", { type: "time", class: "button", value: given.initial_time || "", ...marked(owner, given), onkeydown: listed, onchange: (event) => ctx.click(owner, given, event.currentTarget, { selected_time: event.currentTarget.value }) });
    case "checkboxes": case "radio_buttons": return ticks(owner, given, ctx);
    case "datepicker": return el("input", { type: "date", class: "button", value: given.initial_date || "", ...marked(owner, given), onkeydown: listed, onchange: (event) => ctx.click(owner, given, event.currentTarget, { selected_date: event.currentTarget.value }) });
    default: return unknown(given.type);
  }
}

function ticks(owner, given, ctx) {
  const many = given.type === "checkboxes", first = new Set([...(given.initial_options || []), given.initial_option].filter(Boolean).map((o) => o.value));
  const at = el("fieldset", { class: "ticks", ...marked(owner, given) });
  const picked = () => given.options.filter((o, n) => at.querySelectorAll("input")[n].checked);
  at.append(...given.options.map((o) => el("label", { class: "check" },
    el("input", { type: many ? "checkbox" : "radio", name: given.action_id, checked: first.has(o.value),
      onchange: () => ctx.click(owner, given, at, many ? { selected_options: picked() } : { selected_option: picked()[0] || null }) }),
    el("span", {}, o.text.text))));
  return at;
}

// A menu is as wide as its dots, whatever stands in it.
function small(select) {
  select.classList.add("menu");
  return select;
}

// A key on a closed list opens it: by itself it would choose the next entry, and do that at once.
function listed(event) {
  if (event.key.length > 1 && !["ArrowDown", "ArrowUp", "Home", "End", "PageUp", "PageDown"].includes(event.key)) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.currentTarget.showPicker();
}

function chooser(owner, given, ctx, label, options, chosen) {
  return el("select", { class: "button", "aria-label": label, ...marked(owner, given), onkeydown: listed, onchange: (event) => { const box = event.currentTarget, v = box.value; box.value = ""; if (v) ctx.click(owner, given, box, chosen(v)); } },
    el("option", { value: "" }, label), ...options.map(([v, words]) => el("option", { value: v }, words)));
}

// One block that this page can't draw is a box of its own; the others are drawn.
function drawn(given, ctx) {
  try {
    return block(given, ctx);
  } catch {
    return unknown(given?.type || "a block without a type");
  }
}

export function blocks(list, ctx) {
  const nodes = list.map((b) => {
    const made = drawn(b, ctx);
    made.dataset.blockId = b.block_id || "";
    return made;
  });
  return el("div", { class: "blocks" }, ...(ctx.cards ? grouped(list, nodes) : nodes));
}
