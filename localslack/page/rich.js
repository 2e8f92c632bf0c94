// Text as Slack formats it: mrkdwn, rich text and markdown.
import { el, unknown } from "/el.js";

const entities = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

const mark = (words) => el("span", { class: "mention" }, words);
const mention = (id, words, names) => mark(`@${names[id] || words || id}`);

// Slack tells the name of a private channel to nobody outside: `<#C04BOARD|>`; its members' pages have it all the same.
function channelMention(id, words, names) {
  const name = names[id] || words;
  return mark(name ? `#${name}` : "private channel");
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
  if (target.startsWith("@")) return mention(target.slice(1), words, names);
  if (target.startsWith("#")) return channelMention(target.slice(1), words, names);
  const date = target.match(/^!date\^(\d+)\^/);
  if (date) return el("time", {}, words || new Date(Number(date[1]) * 1000).toLocaleString());
  if (target.startsWith("!subteam^")) return mark(words || "@group");
  if (target.startsWith("!")) return mark(`@${target.slice(1).split("^")[0]}`);
  return link(entities(target), entities(words || target));
}

export function textOf(object, names) {
  if (!object) return "";
  if (object.type === "plain_text") return document.createTextNode(object.text);
  return mrkdwn(object.text, names);
}

function styled(node, style = {}) {
  if (style.code) node = el("code", {}, node);
  if (style.bold) node = el("strong", {}, node);
  if (style.italic) node = el("em", {}, node);
  if (style.strike) node = el("s", {}, node);
  if (style.underline) node = el("u", {}, node);
  return node;
}

function richLeaf(part, names) {
  switch (part.type) {
    case "text": return styled(document.createTextNode(part.text), part.style);
    case "link": return styled(link(part.url, part.text), part.style);
    case "user": return styled(mention(part.user_id, "", names), part.style);
    case "channel": return styled(channelMention(part.channel_id, "", names), part.style);
    case "broadcast": return styled(mark(`@${part.range}`), part.style);
    case "usergroup": return mention(part.usergroup_id, "", names);
    case "date": return el("time", { title: new Date(part.timestamp * 1000).toLocaleString() }, part.fallback || new Date(part.timestamp * 1000).toLocaleDateString());
    case "color": return el("code", {}, part.value);
    case "emoji": return document.createTextNode(part.unicode ? String.fromCodePoint(...part.unicode.split("-").map((h) => parseInt(h, 16))) : `:${part.name}:`);
    default: return unknown(part.type);
  }
}

// The signs of Slack's lists go round every three levels.
const SIGNS = { ordered: ["decimal", "lower-alpha", "lower-roman"], bullet: ["disc", "circle", "square"] };

function richList(part, names) {
  const ordered = part.style === "ordered", level = part.indent || 0;
  const list = el(ordered ? "ol" : "ul", { start: ordered && part.offset ? part.offset + 1 : null },
    ...part.elements.map((item) => el("li", {}, ...item.elements.map((e) => richLeaf(e, names)))));
  list.style.listStyleType = SIGNS[part.style][level % 3];
  list.style.marginLeft = `${level * 24}px`;
  return list;
}

function richPart(part, names) {
  const inner = () => (part.elements || []).map((e) => richLeaf(e, names));
  switch (part.type) {
    case "rich_text_section": return el("p", { class: (part.elements || []).at(-1)?.text?.endsWith("\n") ? "gap" : "" }, ...inner());
    case "rich_text_quote": return el("blockquote", {}, ...inner());
    case "rich_text_preformatted": return el("pre", {}, ...inner());
    case "rich_text_list": return richList(part, names);
    default: return unknown(part.type);
  }
}

// The parts of a rich text; those with a border have a bar at their side.
export function richParts(parts, names) {
  return parts.map((part) => part.border ? el("div", { class: "bordered" }, richPart(part, names)) : richPart(part, names));
}

// What a markdown block holds, line by line: headings, lists, quotes, code, and marks within a line.
export function markdown(text, names) {
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
