"""The receipt of what /assign made; of what comes again with the ways to change it."""

from collections.abc import Sequence
from datetime import datetime

from bot.views import ids
from bot.views.kit import Block, Message, actions, button, confirm, context, esc, section
from bot.views.receipt import receipt
from bot.views.rows.clauses import clauses, decides, hide
from bot.views.rows.rows import rows
from bot.views.series.series_facts import done_when, head, times
from bot.views.stream_name import stream_name
from storage.rules.noted import Odd
from storage.rules.pages.receipts import Receipt
from storage.rules.pages.series import Standing
from storage.rules.values.series import SeriesKind, SeriesState


def answer(made: Receipt | Standing, now: datetime, odd: Sequence[Odd] = (), hint: str = "") -> Message:
    """Return the receipt of a task or of a series."""
    if isinstance(made, Receipt):
        return receipt(made, now, odd, hint)
    return repetition(made, now, odd, hint) if made.series.kind is SeriesKind.REPETITION else rows(made, now, hint)


def repetition(standing: Standing, now: datetime, odd: Sequence[Odd] = (), hint: str = "") -> Message:
    """Return the receipt of what comes again: when, what becomes of each run, and the ways to change it."""
    series = standing.series
    facts = [head(standing), *times(standing, now), *_who(standing), *clauses(series.brief, standing, now)]
    facts += done_when(standing)
    notes = [f"“{esc(o.text)}”: {_why(o)}" for o in odd]
    blocks = [section("\n".join(facts)), *(section(note) for note in (*notes, hint) if note)]
    if series.is_open:
        blocks.append(actions(*_buttons(standing)))
    blocks.append(context(f"Only you see this. Find it again with /sluice {series.name} · /sluice repeats shows all."))
    return Message(f"{series.name} {_state(standing)}.", tuple(blocks))


def _who(standing: Standing) -> list[str]:
    """Return who works on each run and who decides, as a line."""
    series = standing.series
    parts = (str(series.brief.worker), stream_name(series.brief.stream), decides(standing))
    return [" · ".join(part for part in parts if part)]


def _why(odd: Odd) -> str:
    """Return why words stayed text: what comes again needs no word on how it would."""
    return odd.why if odd.why and "runs once" not in odd.why else "I read it as part of the text, not as a clause."


def _state(standing: Standing) -> str:
    states = {SeriesState.PAUSED: "is paused", SeriesState.STOPPED: "does not come again"}
    return states.get(standing.series.state, "comes again")


def _buttons(standing: Standing) -> list[Block]:
    key, paused = standing.series.key, standing.series.state is SeriesState.PAUSED
    sure = confirm("Stop repeating?", f"{standing.series.name} does not come again.", "Stop repeating", "Keep it")
    own = standing.own  # who only decides on it neither changes it nor has it run
    return [
        *([button("Edit", ids.EDIT_SERIES, key)] if own else []),
        *hide(standing),
        button("Resume", ids.RESUME, key, "primary") if paused else button("Pause", ids.PAUSE, key),
        *([button("Run one now", ids.RUN_NOW, key)] if own else []),
        button("Stop repeating", ids.STOP_REPEATING, key, "danger", sure),
    ]
