// A chart as bars and numbers: each can be read without a colour, and fits a telephone.
import { el } from "/el.js";

const COLOURS = 6;

const bar = (n, value, most) => el("span", { class: `bar c${n % COLOURS}`, style: `width: ${most > 0 ? (60 * Math.max(0, value)) / most : 0}%` });

function legend(names) {
  return names.length < 2 ? null : el("ul", { class: "legend" }, ...names.map((name, n) => el("li", {}, el("span", { class: `key c${n % COLOURS}` }), name)));
}

function row(label, values, most) {
  const told = values.filter((v) => v).join(" + ") || "0";
  return el("div", { class: "row" }, el("span", { class: "name" }, label), el("span", { class: "bars" }, ...values.map((v, n) => bar(n, v, most)), el("span", { class: "value" }, told)));
}

export function chart(given) {
  const { type, segments, series = [], axis_config: axes = {} } = given.chart;
  const at = (one, category) => one.data.find((point) => point.label === category)?.value ?? 0;
  const rows = type === "pie" ? segments.map((s) => [s.label, [s.value]]) : axes.categories.map((c) => [c, series.map((one) => at(one, c))]);
  const most = Math.max(...rows.map(([, values]) => values.reduce((sum, v) => sum + Math.max(0, v), 0)));
  return el("figure", { class: "b-chart" }, el("figcaption", {}, given.title),
    legend(type === "pie" ? [] : series.map((one) => one.name)), ...rows.map(([label, values]) => row(label, values, most)));
}
