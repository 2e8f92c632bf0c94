// The panel beside the conversation: a thread, or the traffic between Slack and the app.
import { reconcile, shown } from "/conversation.js";
import { traffic } from "/inspector.js";
import { lastOf, placeAt, standsAtEnd } from "/scrolling.js";
import { $, allNames, now, place, placed, zoned } from "/store.js";

const END = "~"; // after every message

export function drawPanel(openThread) {
  $("panel").hidden = !now.panel;
  $("panel").className = now.panel || "";
  $("reply").hidden = now.panel !== "thread" || !placed(place.channel)?.inside;
  $("filter").hidden = now.panel !== "traffic";
  $("inspect").setAttribute("aria-pressed", String(now.panel === "traffic"));
  if (now.panel === "thread") drawThread(openThread);
  else if (now.panel === "traffic") {
    $("panel-title").textContent = "Traffic";
    delete $("panel-list").dataset.thread;
    $("panel-list").replaceChildren(...traffic(now.log, allNames(), now.wanted, zoned()));
  }
}

function drawThread(openThread) {
  const list = $("panel-list"), came = list.dataset.thread !== now.thread, atEnd = standsAtEnd(list), last = lastOf(list);
  $("panel-title").textContent = "Thread";
  list.dataset.thread = now.thread;
  const redrawn = reconcile(list, shown(now.thread, openThread));
  placeAt(list, { came, atEnd, divider: END, last, redrawn });
}
