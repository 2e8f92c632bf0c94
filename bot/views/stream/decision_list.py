"""What was decided in a stream and why, how quickly, and the drafts that it keeps."""

from zoneinfo import ZoneInfo

from bot.views import ids
from bot.views.durations import span
from bot.views.kit import Block, Message, button, context, cut, esc, modal, section
from bot.views.paging import Listing, page
from bot.views.stream.lines import title_of
from bot.views.stream.stream_buttons import value
from storage.rules.pages.streams import Decided, StreamPage
from storage.rules.values.decision import Verdict

VERDICTS = {Verdict.APPROVE: "Approved", Verdict.REJECT: "Rejected"}


def newest(shown: StreamPage, zone: str) -> list[tuple[Block, ...]]:
    """Return the newest decisions, each with the way to its draft, and the way to all of them."""
    if not shown.decided:
        return []
    more = shown.tally.all > len(shown.decided)
    return _listed(shown, zone, button("Show all", ids.STREAM_ALL, value(shown.stream)) if more else None)


def _listed(shown: StreamPage, zone: str, beside: Block | None = None) -> list[tuple[Block, ...]]:
    """Return decisions below their number, each with the way to its draft."""
    title = section(f"*DECIDED · {shown.tally.all}*", beside)
    lines = [section(_decided(one, zone), button("Open", ids.SHOW_TASK, one.key)) for one in shown.decided]
    return [(title, *lines[:1]), *((line,) for line in lines[1:])]


def _decided(one: Decided, zone: str) -> str:
    local = one.at.astimezone(ZoneInfo(zone))
    reason = " · by a rule of its reviewer's" if one.by_rule else ""
    reason += f" · “{esc(cut(one.reason, 80))}”" if one.reason.strip() else ""
    version = f" v{one.version}" if one.version > 1 else ""
    what = f"{VERDICTS[one.verdict]} · {title_of(one.title)}{version} · {one.task}"
    return f"{local:%a} {local.day} {local:%b} · {what}{reason}"


def pace(shown: StreamPage) -> str:
    """Return how quickly things were decided, and how much at once."""
    tally = shown.tally
    if not tally.all:
        return "Nothing is decided yet."
    by_rule = f"{tally.by_rule} by a rule" if tally.by_rule else ""
    half = f"Half of the decisions within {span(tally.wait)}" if tally.wait is not None else ""
    once = f"{tally.at_once} of {tally.decided} approved at once" if tally.decided else ""
    return " · ".join(part for part in (half, once, by_rule) if part) + " · of the tasks that you can see"


def decisions(shown: StreamPage, number: int = 0) -> Message:
    """Return a page of all decisions of a stream."""
    entries = tuple(_listed(shown, shown.person.zone or "UTC"))
    listing = Listing(text="Decisions of a stream", head=(), entries=entries, tail=(context(pace(shown)),))
    return page(listing, f"stream {value(shown.stream)} decided", number)


def decisions_window(shown: StreamPage, number: int = 0) -> Block:
    """Return a page of all decisions of a stream as a window."""
    return modal(ids.STREAM_VIEW, "Decided", decisions(shown, number).blocks, metadata=f"{value(shown.stream)} decided")
