"""Where a person left off in a stream, and what came since."""

import re
from collections.abc import Sequence
from datetime import datetime

from bot.views.kit import esc
from bot.views.moments import at
from bot.views.stream.lines import title_of
from storage.rules.recap import CAME, DONE, Act, Recap

_USER = re.compile(r"[UW][A-Z0-9]+")


def left_off(seen: Recap, now: datetime, zone: str) -> str:
    """Return where a person left off, and what came since, in at most three lines."""
    if seen.last is None and not seen.since:
        return "You have not done anything here yet."
    first = f"*Left off:* you {_done(seen.last)} {at(seen.last.at, now, zone)}." if seen.last else ""
    came = [_came(act) for act in seen.since]
    more = [f"{seen.more} more"] if seen.more else []
    news = _listed([*came, *more]) if came else "nothing new"
    return f"{first}\n*Since then:* {news}." if first else f"*Came in:* {news}."


def _done(act: Act) -> str:
    return DONE[act.what].format(title=_quoted(act))


def _came(act: Act) -> str:
    name = f"<@{act.who}>" if _USER.fullmatch(act.who) else esc(act.who)
    return CAME[act.what].format(title=_quoted(act), who=name)


def _quoted(act: Act) -> str:
    return f"“{title_of(act.title)}”"


def _listed(parts: Sequence[str]) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if parts[1:] else parts[0]
