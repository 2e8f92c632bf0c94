// Blocks as elements. Everything from an app goes in as text; markup is made here alone.

export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "class") made.className = value;
    else if (name in made && typeof value !== "string") made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((c) => c !== null && c !== undefined));
  return made;
}

const entities = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

function mention(kind, id, names) {
  const name = names[id] || id;
  return el("span", { class: "mention" }, kind + name);
}

// A link leads to the web or to mail, and to nothing else.
function link(url, words) {
  const safe = /^(https?:|mailto:)/i.test(url);
  return safe ? el("a", { href: url, rel: "noreferrer", target: "_blank" }, words || url) : document.createTextNode(words || url);
}

// mrkdwn: fences and quotes line by line, then *bold*, _italic_, ~strike~, `code`, <@U>, <#C>, <url|words>, <!date^…>
const MARKS = /(<[^<>]+>)|(`[^`\n]+`)|(?<![\w*])\*([^*\n]+)\*(?!\w)|(?<![\w_])_([^_\n]+)_(?!\w)|(?<![\w~])~([^~\n]+)~(?!\w)/g;

export function mrkdwn(text, names) {
  const out = document.createDocumentFragment();
  text.split(/```([^]*?)```/).forEach((part, n) => {
    if (n % 2) { out.append(el("pre", {}, entities(part.replace(/^\n/, "")))); return; }
    for (const piece of part.split(/((?:^(?:&gt;|>) ?.*(?:\n|$))+)/m)) {
      if (/^(?:&gt;|>)/.test(piece)) out.append(el("blockquote", {}, spans(piece.replace(/^(?:&gt;|>) ?/gm, "").replace(/\n$/, ""), names)));
      else if (piece) out.append(spans(piece, names));
    }
  });
  return out;
}

function spans(text, names) {
  const out = document.createDocumentFragment();
  let at = 0;
  for (const found of text.matchAll(MARKS)) {
    out.append(entities(text.slice(at, found.index)));
    at = found.index + found[0].length;
    const [whole, angle, code, bold, italic, strike] = found;
    if (angle) out.append(angled(angle.slice(1, -1), names));
    else if (code) out.append(el("code", {}, entities(code.slice(1, -1))));
    else if (bold) out.append(el("strong", {}, spans(bold, names)));
    else if (italic) out.append(el("em", {}, spans(italic, names)));
    else if (strike) out.append(el("s", {}, spans(strike, names)));
    else out.append(entities(whole));
  }
  out.append(entities(text.slice(at)));
  return out;
}

function angled(inner, names) {
  const [target, words] = inner.split("|");
  if (target.startsWith("@")) return mention("@", target.slice(1), names);
  if (target.startsWith("#")) return mention("#", target.slice(1), names);
  const date = target.match(/^!date\^(\d+)\^/);
  if (date) return el("time", {}, words || new Date(Number(date[1]) * 1000).toLocaleString());
  if (target.startsWith("!")) return el("span", { class: "mention" }, "@" + target.slice(1).split("^")[0]);
  return link(entities(target), entities(words || target));
}

function textOf(object, names) {
  if (!object) return "";
  if (object.type === "plain_text") return document.createTextNode(object.text);
  return mrkdwn(object.text, names);
}

function styled(node, style = {}) {
  if (style.code) node = el("code", {}, node);
  if (style.bold) node = el("strong", {}, node);
  if (style.italic) node = el("em", {}, node);
  if (style.strike) node = el("s", {}, node);
  return node;
}

function richLeaf(part, names) {
  switch (part.type) {
    case "text": return styled(document.createTextNode(part.text), part.style);
    case "link": return styled(link(part.url, part.text), part.style);
    case "user": return mention("@", part.user_id, names);
    case "channel": return mention("#", part.channel_id, names);
    case "broadcast": return el("span", { class: "mention" }, "@" + part.range);
    case "usergroup": return mention("@", part.usergroup_id, names);
    case "date": return el("time", { title: new Date(part.timestamp * 1000).toLocaleString() }, part.fallback || new Date(part.timestamp * 1000).toLocaleDateString());
    case "color": return el("code", {}, part.value);
    case "emoji": return document.createTextNode(part.unicode ? String.fromCodePoint(...part.unicode.split("-").map((h) => parseInt(h, 16))) : `:${part.name}:`);
    default: return unknown(part.type);
  }
}

function richPart(part, names) {
  const inner = () => (part.elements || []).map((e) => richLeaf(e, names));
  switch (part.type) {
    case "rich_text_section": return el("p", { class: (part.elements || []).at(-1)?.text?.endsWith("\n") ? "gap" : "" }, ...inner());
    case "rich_text_quote": return el("blockquote", {}, ...inner());
    case "rich_text_preformatted": return el("pre", {}, ...inner());
    case "rich_text_list": {
      const list = el(part.style === "ordered" ? "ol" : "ul", {}, ...part.elements.map((item) => el("li", {}, ...item.elements.map((e) => richLeaf(e, names)))));
      list.style.marginLeft = `${(part.indent || 0) * 20}px`;
      return list;
    }
    default: return unknown(part.type);
  }
}

export function unknown(kind) {
  return el("div", { class: "unknown" }, `This page does not show “${kind}” yet.`);
}

// ctx: {names, people, channels, click(block, element), field(block, element) -> node for inputs}
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
    case "rich_text": return el("div", { class: "b-rich" }, ...given.elements.map((p) => richPart(p, ctx.names)));
    case "input": return ctx.field ? ctx.field(given, ctx) : unknown("input");
    case "image": return el("figure", { class: "b-image" }, given.title ? el("figcaption", {}, given.title.text) : null, el("div", { class: "away" }, `🖼 ${given.alt_text}`, el("small", {}, "Pictures from elsewhere are not loaded here.")));
    case "markdown": return el("div", { class: "b-rich" }, ...markdown(given.text, ctx.names));
    case "table": return el("div", { class: "b-table" }, el("table", {}, ...given.rows.map((row, n) => el("tr", {}, ...row.map((cell) => el(n ? "td" : "th", {}, ...tableCell(cell, ctx.names)))))));
    case "alert": return el("div", { class: `b-alert ${given.level || ""}`, role: "note" }, textOf(given.text, ctx.names));
    case "file": return el("div", { class: "file" }, `📄 ${given.external_id}`);
    default: return unknown(given.type);
  }
}

function tableCell(cell, names) {
  if (cell.type === "rich_text") return cell.elements.map((p) => richPart(p, names));
  return [document.createTextNode(String(cell.text ?? cell.value ?? ""))];
}

// What a markdown block holds, line by line: headings, lists, quotes, code, and marks within a line.
function markdown(text, names) {
  const out = [];
  let code = null;
  for (const line of text.split("\n")) {
    if (line.startsWith("```")) { if (code) { out.push(el("pre", {}, code.join("\n"))); code = null; } else code = []; continue; }
    if (code) { code.push(line); continue; }
    const heading = line.match(/^(#{1,6}) +(.*)$/), item = line.match(/^\s*([-*+]|\d+[.)]) +(.*)$/), quote = line.match(/^> ?(.*)$/);
    const inline = (t) => mrkdwn(t.replace(/\*\*(.+?)\*\*/g, "*$1*").replace(/\[([^\]]+)\]\((https?:[^)\s]+)\)/g, "<$2|$1>"), names);
    if (heading) out.push(el("div", { class: "b-header" }, inline(heading[2])));
    else if (item) out.push(el("p", { class: "item" }, /\d/.test(item[1]) ? `${item[1]} ` : "• ", inline(item[2])));
    else if (quote) out.push(el("blockquote", {}, inline(quote[1])));
    else out.push(el("p", {}, inline(line) , line ? null : el("br")));
  }
  if (code) out.push(el("pre", {}, code.join("\n")));
  return out;
}

const marked = (owner, given) => ({ "data-action-id": given.action_id, "data-block-id": owner.block_id });

export function element(owner, given, ctx) {
  switch (given.type) {
    case "button": return el("button", {
      type: "button", class: `button ${given.style || ""}`, ...marked(owner, given), "aria-label": given.accessibility_label,
      "data-value": given.value, onclick: (event) => ctx.click(owner, given, event.currentTarget),
    }, given.text.text);
    case "overflow": return chooser(owner, given, ctx, "⋯", given.options.map((o) => [o.value, o.text.text]), (v) => ({ selected_option: given.options.find((o) => o.value === v) }));
    case "static_select": {
      const options = given.options || given.option_groups.flatMap((g) => g.options);
      return chooser(owner, given, ctx, given.initial_option?.text.text || given.placeholder?.text || "Choose", options.map((o) => [o.value, o.text.text]), (v) => ({ selected_option: options.find((o) => o.value === v) }));
    }
    case "users_select": return chooser(owner, given, ctx, given.placeholder?.text || "Choose a person", ctx.people().map((u) => [u.id, u.name]), (v) => ({ selected_user: v }));
    case "channels_select": case "conversations_select": return chooser(owner, given, ctx, given.placeholder?.text || "Choose a channel", ctx.channels().map((c) => [c.id, c.name]),
      (v) => given.type === "channels_select" ? { selected_channel: v } : { selected_conversation: v });
    case "timepicker": return el("input", { type: "time", class: "button", value: given.initial_time || "", ...marked(owner, given), onchange: (event) => ctx.click(owner, given, event.currentTarget, { selected_time: event.currentTarget.value }) });
    case "checkboxes": case "radio_buttons": return ticks(owner, given, ctx);
    case "datepicker": return el("input", { type: "date", class: "button", value: given.initial_date || "", ...marked(owner, given), onchange: (event) => ctx.click(owner, given, event.currentTarget, { selected_date: event.currentTarget.value }) });
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

function chooser(owner, given, ctx, label, options, chosen) {
  return el("select", { class: "button", "aria-label": label, ...marked(owner, given), onchange: (event) => { const box = event.currentTarget, v = box.value; box.value = ""; if (v) ctx.click(owner, given, box, chosen(v)); } },
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
  return el("div", { class: "blocks" }, ...list.map((b) => {
    const made = drawn(b, ctx);
    made.dataset.blockId = b.block_id || "";
    return made;
  }));
}
