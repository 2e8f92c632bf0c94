// The fields of a modal: drawn, read, and kept while the modal is drawn again.
import { el, unknown } from "/el.js";
import { textOf } from "/rich.js";

const TEXTS = { plain_text_input: "text", email_text_input: "email", url_text_input: "url", number_input: "number" };
const TIMES = { datepicker: ["date", "selected_date", "initial_date"], timepicker: ["time", "selected_time", "initial_time"] };
const PEOPLE = { users_select: "user", multi_users_select: "user", channels_select: "channel", multi_channels_select: "channel", conversations_select: "conversation", multi_conversations_select: "conversation" };

export function field(owner, ctx) {
  const given = owner.element;
  const label = el("span", { class: "label" }, owner.label.text, owner.optional ? el("span", { class: "optional" }, " (optional)") : null);
  const at = el("div", { class: "field", "data-field": owner.block_id, "data-action": given.action_id, "data-kind": given.type, "data-options": JSON.stringify(optionsOf(given)) });
  if (given.type === "checkboxes" || given.type === "radio_buttons") at.append(label, ...choices(given, owner, ctx));
  else at.append(el("label", {}, label, control(given, owner, ctx)));
  if (owner.hint) at.append(el("div", { class: "hint" }, owner.hint.text));
  return at;
}

const optionsOf = (given) => given.options || (given.option_groups || []).flatMap((g) => g.options);

function choices(given, owner, ctx) {
  const chosen = new Set((given.initial_options || [given.initial_option]).filter(Boolean).map((o) => o.value));
  const type = given.type === "checkboxes" ? "checkbox" : "radio";
  return given.options.map((o) => el("label", { class: "check" },
    el("input", { type, name: owner.block_id, value: o.value, checked: chosen.has(o.value) }),
    el("span", {}, o.text.text, o.description ? el("small", {}, textOf(o.description, ctx.names)) : null)));
}

function control(given, owner, ctx) {
  const needed = !owner.optional, hint = given.placeholder?.text;
  if (given.type in TEXTS) {
    const more = { maxlength: String(given.max_length || 3000), required: needed, placeholder: hint };
    return given.multiline ? el("textarea", more, given.initial_value || "")
      : el("input", { type: TEXTS[given.type], value: given.initial_value || "", ...more });
  }
  if (given.type in TIMES) return el("input", { type: TIMES[given.type][0], required: needed, value: given[TIMES[given.type][2]] || "" });
  if (given.type === "static_select" || given.type === "multi_static_select") {
    const chosen = new Set((given.initial_options || [given.initial_option]).filter(Boolean).map((o) => o.value));
    const multiple = given.type.startsWith("multi_");
    return el("select", { required: needed, multiple }, multiple || chosen.size ? null : el("option", { value: "" }, hint || "Choose"),
      ...optionsOf(given).map((o) => el("option", { value: o.value, selected: chosen.has(o.value) }, o.text.text)));
  }
  if (given.type in PEOPLE) {
    const known = { user: ctx.people, channel: ctx.channels, conversation: () => ctx.conversations(given.filter) }[PEOPLE[given.type]]();
    const first = [given.initial_user || given.initial_channel || given.initial_conversation || given.initial_users || given.initial_channels || given.initial_conversations || []].flat();
    return el("select", { required: needed && !given.type.startsWith("multi_"), multiple: given.type.startsWith("multi_") },
      given.type.startsWith("multi_") ? null : el("option", { value: "" }, hint || "Nobody chosen"),
      ...known.map((k) => el("option", { value: k.id, selected: first.includes(k.id) }, k.name)));
  }
  if (given.type === "file_input") return el("input", { type: "file", multiple: (given.max_files || 10) > 1 });
  return unknown(given.type);
}

// What a field holds, in the shape of Slack's view.state.
export async function value(at, upload) {
  const kind = at.dataset.kind, options = JSON.parse(at.dataset.options || "[]");
  const picked = [...at.querySelectorAll("input:checked, option:checked")].map((i) => i.value).filter(Boolean);
  const chosen = options.filter((o) => picked.includes(o.value));
  if (kind === "checkboxes" || kind === "multi_static_select") return { type: kind, selected_options: chosen };
  if (kind === "static_select" || kind === "radio_buttons") return { type: kind, selected_option: chosen[0] || null };
  if (kind === "users_select") return { type: kind, selected_user: picked[0] || null };
  if (kind === "multi_users_select") return { type: kind, selected_users: picked };
  if (kind === "multi_channels_select") return { type: kind, selected_channels: picked };
  if (kind === "multi_conversations_select") return { type: kind, selected_conversations: picked };
  if (kind === "channels_select") return { type: kind, selected_channel: picked[0] || null };
  if (kind === "conversations_select") return { type: kind, selected_conversation: picked[0] || null };
  if (kind in TIMES) return { type: kind, [TIMES[kind][1]]: at.querySelector("input").value || null };
  if (kind === "file_input") {
    const files = [];
    for (const f of upload ? at.querySelector("input").files : []) files.push(await upload(f));
    return { type: kind, files };
  }
  return { type: kind, value: at.querySelector("input, textarea")?.value || null };
}

// What all fields of a form hold, by block; without `upload` files stay where they are.
export async function typed(box, upload) {
  const values = {};
  for (const at of box?.querySelectorAll("[data-field]") || []) values[at.dataset.field] = { [at.dataset.action]: await value(at, upload) };
  return values;
}

const KEPT = "input, textarea, select";

// What a control holds; files can't be put into a new control, so that the old one is kept itself.
const held = (i) => i.type === "file" ? i : ["checkbox", "radio"].includes(i.type) ? i.checked
  : i.multiple ? [...i.selectedOptions].map((o) => o.value) : i.value;

export function filled(box) {
  return Object.fromEntries([...box.querySelectorAll("[data-field]")].map((f) => [f.dataset.field,
    [...f.querySelectorAll(KEPT)].map(held)]));
}

export function restore(box, kept) {
  for (const f of box.querySelectorAll("[data-field]")) {
    f.querySelectorAll(KEPT).forEach((i, n) => {
      const was = (kept[f.dataset.field] || [])[n];
      if (was === undefined) return;
      if (i.type === "file") i.replaceWith(was);
      else if (["checkbox", "radio"].includes(i.type)) i.checked = was;
      else if (i.multiple) for (const o of i.options) o.selected = was.includes(o.value);
      else i.value = was;
    });
  }
}
