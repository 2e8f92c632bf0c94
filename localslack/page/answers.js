// What one does oneself waits a while for its answer, which is brought into view. What comes by itself moves nothing.
const PATIENCE = 8000; // milliseconds
const act = { until: 0, redraws: false };

// `redraws`: a click or a form may be answered by a change of what is there; then nothing else is waited for.
export const acted = ({ redraws = false } = {}) => { Object.assign(act, { until: Date.now() + PATIENCE, redraws }); };
export const answered = () => { act.until = 0; };

// Where the answer begins among the messages that just came; undefined where there is none.
export function answerAmong(fresh, redrawn) {
  if (redrawn && act.redraws) answered();
  if (Date.now() > act.until) return undefined;
  if (fresh.some((m) => m.dataset.by === "app")) answered();
  return fresh.find((m) => m.dataset.by !== "other");
}
