// What one does oneself waits a while for its answer, which is brought into view. What comes by itself moves nothing.
const PATIENCE = 8000; // milliseconds
const STAYS = 2000; // milliseconds in which what follows an answer does not push it away
const act = { until: 0, redraws: "", led: 0 };

// `redraws`: a click may be answered by a change of its own message, a form by one of any message (ANY); then nothing else is
// waited for.
export const ANY = "any";
export const acted = ({ redraws = "" } = {}) => { Object.assign(act, { until: Date.now() + PATIENCE, redraws }); };
export const answered = () => { act.until = 0; };
export const justAnswered = () => Date.now() - act.led < STAYS;

// Where the answer begins among the messages that just came; undefined where there is none. `redrawn`: what has changed, by `ts`.
export function answerAmong(fresh, redrawn) {
  if (act.redraws === ANY ? redrawn.length : redrawn.includes(act.redraws)) answered();
  if (Date.now() > act.until) return undefined;
  if (fresh.some((m) => m.dataset.by === "app")) { answered(); act.led = Date.now(); }
  return fresh.find((m) => m.dataset.by !== "other");
}
