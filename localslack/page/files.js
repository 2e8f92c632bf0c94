// A file as a message shows it: what it is called, how large it is, how it begins, and the way to have it.
import { el } from "/el.js";

const PICTURE = /\.(png|jpe?g|gif|webp)$/i;
const KINDS = { md: "Markdown", markdown: "Markdown", txt: "Text", csv: "CSV", tsv: "TSV", log: "Text" };
const LINES = 200, ROWS = 100; // of a preview

const ending = (name) => name.split(".").at(-1).toLowerCase();

export function sizeOf(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export function file(f) {
  const path = new URL(f.url_private || "#", location.href).pathname, called = f.title || f.name;
  if (PICTURE.test(f.name)) return el("div", {}, el("a", { href: path, target: "_blank" }, el("img", { class: "picture", src: path, alt: called })));
  const kind = KINDS[ending(f.name)], about = [kind || ending(f.name).toUpperCase(), f.size ? sizeOf(f.size) : ""].filter(Boolean).join(" · ");
  const head = [el("span", { class: "file-name" }, `📄 ${called}`), el("small", {}, about)];
  const download = el("a", { class: "download", href: path, download: f.name, "aria-label": `Download ${called}` }, "Download");
  if (!kind) return el("div", { class: "file" }, el("div", { class: "file-head" }, ...head), download);
  const inside = el("div", { class: "file-text", tabindex: "0", role: "region", "aria-label": `Preview of ${called}` }, "Loading…");
  const summary = el("summary", { class: "file-head", onclick: () => { summary.parentElement.dataset.chosen = "yes"; } }, ...head);
  const box = el("details", { class: "file", ontoggle: () => { if (box.open) show(box, inside, path, f.name); } }, summary, inside);
  return el("div", { class: "file-row" }, box, download);
}

async function show(box, inside, path, name) {
  if (box.dataset.loaded) return;
  box.dataset.loaded = "yes";
  const answer = await fetch(path);
  if (!answer.ok) { inside.textContent = "This file is not there any more."; return; }
  const text = await answer.text(), table = /^[ct]sv$/.test(ending(name));
  inside.replaceChildren(table ? sheet(text, ending(name) === "csv" ? "," : "\t") : el("pre", {}, text.split("\n").slice(0, LINES).join("\n")));
}

function sheet(text, separator) {
  const rows = text.trim().split(/\r?\n/).slice(0, ROWS).map((line) => cells(line, separator));
  return el("table", {}, ...rows.map((row, n) => el("tr", {}, ...row.map((cell) => el(n ? "td" : "th", {}, cell)))));
}

// A cell in quotes may hold the separator, and two quotes for one.
function cells(line, separator) {
  const found = line.matchAll(new RegExp(`(?:^|\\${separator})(?:"((?:[^"]|"")*)"|([^\\${separator}]*))`, "g"));
  return [...found].map(([, quoted, plain]) => quoted === undefined ? plain : quoted.replaceAll('""', '"'));
}
