// What came below while its reader stood above: a button says how much, and leads there.
import { messagesOf } from "/scrolling.js";
import { $ } from "/store.js";

const HEAD = 40; // pixels of a message that must be in view for it to be seen
const seen = { until: "" }; // the newest message that was seen; empty while none is missed

const unseen = () => seen.until ? messagesOf($("list")).filter((m) => m.dataset.ts > seen.until && m.dataset.by !== "me") : [];

export function drawBelow() {
  const list = $("list"), edge = list.offsetTop + list.scrollTop + list.clientHeight - HEAD;
  seen.until = unseen().findLast((m) => m.offsetTop < edge)?.dataset.ts || seen.until;
  const count = unseen().length;
  if (!count) seen.until = "";
  $("below").hidden = !count;
  $("below").textContent = `${count} new below`;
}

export function missed(last) {
  seen.until ||= last;
  drawBelow();
}

export function nothingMissed() {
  seen.until = "";
  drawBelow();
}

export function leadBelow() {
  const list = $("list"), [first] = unseen();
  if (first) list.scrollTop = first.offsetTop - list.offsetTop;
  drawBelow();
}
$("list").addEventListener("scroll", drawBelow);
