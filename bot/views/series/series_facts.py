"""What is said of what comes again: its rhythm, its next times, its criteria."""

from datetime import datetime

from bot.views.kit import cut, esc
from bot.views.moments import at, clock, moment, zone_city
from storage.rules.pages.series import Standing
from storage.rules.values.series import SeriesState

LIST = 5  # criteria named in a receipt


def head(standing: Standing) -> str:
    """Return the name of a series, its title and its rhythm, as a line."""
    series = standing.series
    title = esc(cut(series.brief.title, 60))
    return f"*{series.name} · {title}* · {standing.rhythm} ({esc(zone_city(standing.zone))})"


def times(standing: Standing, now: datetime) -> list[str]:
    """Return when the next runs come, and what becomes of them."""
    series, last = standing.series, standing.last
    if series.state is SeriesState.STOPPED:
        return ["Stopped: it does not come again. Runs that were made go on."]
    if series.state is SeriesState.PAUSED:
        under_way = [f"{last.name} is still open."] if last and standing.waits else []
        paused = "Paused: nothing runs until you resume it. What is left out meanwhile is not made up for."
        return [paused, *under_way]
    own = standing.own_room
    told = [f"Next: {', '.join(moment(c.at, now, standing.zone) for c in standing.coming)} · {_brought(standing, now)}"]
    if series.assumed:
        told.append("You said no time: it runs two hours before the first collection.")
    if last is not None and last.held_by:
        told.append(f"Its stream is on hold by <@{last.held_by}>: what it makes waits there.")
    if last is not None and standing.waits:
        told.append(f"{last.name} is still open: the next run is left out until it is decided.")
    else:
        told.append(f"A run is left out while the last one waits for {'you' if own else f'<@{series.reviewer}>'}.")
    return told


def _brought(standing: Standing, now: datetime) -> str:
    """Return when each run comes to who decides."""
    channel = standing.series.brief.runs_shown_in
    if channel:
        return f"each comes with the collections of <#{channel}>"
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


def done_when(standing: Standing) -> list[str]:
    """Return what its runs are checked for, as a line; nothing where that was not said."""
    criteria = standing.series.brief.criteria
    more = f" and {len(criteria) - LIST} more" if len(criteria) > LIST else ""
    return ["Done when: " + " · ".join(esc(cut(c, 80)) for c in criteria[:LIST]) + more] if criteria else []
