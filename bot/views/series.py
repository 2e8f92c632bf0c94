"""What comes again: its receipt, its form, and the list of all that does."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.views import ids
from bot.views.forms import hands, lines
from bot.views.kit import (
    Block,
    Message,
    actions,
    button,
    confirm,
    context,
    cut,
    esc,
    header,
    modal,
    section,
    text_input,
)
from bot.views.moments import at, clock, moment, zone_city
from bot.views.paging import Listing, page
from bot.views.receipt import receipt
from bot.views.rows import rows
from storage.rules.clauses import Odd
from storage.rules.pages.receipts import Receipt
from storage.rules.pages.series import Standing
from storage.rules.values.series import SeriesKind, SeriesState
from storage.rules.words import split_long

NONE = "Nothing comes again. For example: /assign analyst: yesterday's sign-ups; every weekday 7:00"
LIST = 5  # criteria named in a receipt


def answer(made: Receipt | Standing, now: datetime, odd: Sequence[Odd] = (), hint: str = "") -> Message:
    """Return the receipt of a task or of a series."""
    if isinstance(made, Receipt):
        return receipt(made, now, odd, hint)
    return repetition(made, now, odd, hint) if made.series.kind is SeriesKind.REPETITION else rows(made, now, hint)


def repetition(standing: Standing, now: datetime, odd: Sequence[Odd] = (), hint: str = "") -> Message:
    """Return the receipt of what comes again: when, what becomes of each run, and the ways to change it."""
    series = standing.series
    facts = [_head(standing), *_times(standing, now), *_criteria(standing)]
    notes = [f"“{esc(o.text)}”: {o.why or 'I read it as part of the text, not as a clause.'}" for o in odd]
    blocks = [section("\n".join(facts)), *(section(note) for note in (*notes, hint) if note)]
    if series.is_open:
        blocks.append(actions(*_buttons(standing)))
    blocks.append(context(f"Only you see this. Find it again with /sluice {series.name} · /sluice repeats shows all."))
    return Message(f"{series.name} {_state(standing)}.", tuple(blocks))


def _state(standing: Standing) -> str:
    states = {SeriesState.PAUSED: "is paused", SeriesState.STOPPED: "does not come again"}
    return states.get(standing.series.state, "comes again")


def _head(standing: Standing) -> str:
    series = standing.series
    title = esc(cut(series.brief.title, 60))
    return f"*{series.name} · {title}* · {standing.rhythm} ({esc(zone_city(standing.zone))})"


def _times(standing: Standing, now: datetime) -> list[str]:
    series, last = standing.series, standing.last
    if series.state is SeriesState.STOPPED:
        return ["Stopped: it does not come again. Runs that were made go on."]
    if series.state is SeriesState.PAUSED:
        return ["Paused: nothing runs until you resume it. What is left out meanwhile is not made up for."]
    own = series.reviewer == series.assigner
    told = [f"Next: {', '.join(moment(c.at, now, standing.zone) for c in standing.coming)} · {_brought(standing, now)}"]
    if series.assumed:
        told.append("You said no time: it runs two hours before the first collection.")
    if last is not None and standing.waits:
        told.append(f"{last.name} is still open: the next run is left out until it is decided.")
    else:
        told.append(f"A run is left out while the last one waits for {'you' if own else f'<@{series.reviewer}>'}.")
    return told


def _brought(standing: Standing, now: datetime) -> str:
    """Return when each run comes to who decides."""
    brought = [c.brought for c in standing.coming]
    known = [b for b in brought if b is not None]
    if len(known) < len(brought):
        return "each comes with /collect now (no times are set)"
    clocks = {clock(b, standing.zone) for b in known}
    same_day = all(_day(c.at, standing) == _day(c.brought, standing) for c in standing.coming)
    if len(clocks) == 1 and same_day:
        return f"each comes at {clocks.pop()}"
    return f"the first comes {at(known[0], now, standing.zone)}" if known else "none is set"


def _day(when: datetime | None, standing: Standing) -> str:
    return moment(when, standing.series.made_at, standing.zone).rpartition(" ")[0] if when else ""


def _criteria(standing: Standing) -> list[str]:
    criteria = standing.series.brief.criteria
    more = f" and {len(criteria) - LIST} more" if len(criteria) > LIST else ""
    return ["Done when: " + " · ".join(esc(cut(c, 80)) for c in criteria[:LIST]) + more] if criteria else []


def _buttons(standing: Standing) -> list[Block]:
    key, paused = standing.series.key, standing.series.state is SeriesState.PAUSED
    sure = confirm("Stop repeating?", f"{standing.series.name} does not come again.", "Stop repeating", "Keep it")
    return [
        button("Edit", ids.EDIT_SERIES, key),
        button("Resume", ids.RESUME, key, "primary") if paused else button("Pause", ids.PAUSE, key),
        button("Run one now", ids.RUN_NOW, key),
        button("Stop repeating", ids.STOP_REPEATING, key, "danger", sure),
    ]


def repeats(listed: Sequence[Standing], now: datetime, number: int = 0) -> Message:
    """Return a page of `/sluice repeats`."""
    if not listed:
        return Message("Nothing comes again.", (section(NONE),))
    entries = tuple((section(_line(one, now), button("Show", ids.SHOW_SERIES, one.series.key)),) for one in listed)
    return page(
        Listing(text="What comes again", head=(header("What comes again"),), entries=entries), "repeats", number
    )


def _line(standing: Standing, now: datetime) -> str:
    series = standing.series
    coming = moment(standing.coming[0].at, now, standing.zone) if standing.coming else "paused"
    waits = f"{standing.last.name} is still open" if standing.last is not None and standing.waits else ""
    parts = (f"next {coming}" if standing.coming else coming, str(series.brief.worker), waits)
    return f"{_head(standing)}\n" + " · ".join(part for part in parts if part)


def edit(standing: Standing, metadata: str, agents: Mapping[str, str]) -> Block:
    """Return the form that changes what the next runs do, who works on them and who decides.

    Args:
        agents: names of the agents and what each is for.
    """
    brief = standing.series.brief
    blocks: list[Block] = [
        text_input("goal", "What should be done?", multiline=True, initial=split_long(brief.goal)[0]),
        text_input(
            "criteria",
            "Done when",
            multiline=True,
            optional=True,
            hint="One criterion a line.",
            initial="\n".join(brief.criteria),
        ),
        *hands(agents, brief.worker, standing.series.reviewer),
    ]
    if standing.series.kind is SeriesKind.REPETITION:
        example = "For example: every weekday 7:00, first Monday of the month 9:00"
        blocks.append(text_input("again", "It comes again", initial=standing.rhythm, hint=example, most=100))
    return modal(
        ids.SERIES_VIEW, f"Edit {standing.series.name}", blocks, submit="Save", close="Cancel", metadata=metadata
    )


def criteria_of(text: object) -> tuple[str, ...]:
    """Return the criteria of a form's field."""
    return tuple(lines(text if isinstance(text, str) else None))
