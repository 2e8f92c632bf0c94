"""The list of all that comes again."""

from collections.abc import Sequence
from datetime import datetime

from bot.views import ids
from bot.views.kit import Message, button, header, section
from bot.views.moments import moment
from bot.views.paging import Listing, page
from bot.views.series.series_facts import head
from storage.rules.pages.series import Standing

NONE = "Nothing comes again. For example: /assign analyst: yesterday's sign-ups; every weekday 7:00"


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
    return f"{head(standing)}\n" + " · ".join(part for part in parts if part)
