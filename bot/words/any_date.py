"""Whatever else is a date, read by a library."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from bot.words.hours import DAY_END
from storage.rules.clocks import instant
from storage.rules.refusal import Refused

LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pt"]
_SHOWN = re.compile(r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)(?P<date>\d.*)", re.I)


def any_date(text: str, local: datetime, zone: ZoneInfo) -> Sequence[datetime]:
    """Whatever else is a date, by a library; only what names a day or an hour with a figure or a known word."""
    if shown := _SHOWN.fullmatch(text):
        text = shown["date"]
    if not re.search(r"\d", text) or len(text) > 60 or not re.search(r"[A-Za-zÀ-ÿ./-]", text):
        return ()
    import dateparser

    try:
        parsed = dateparser.parse(
            text,
            languages=LANGUAGES,
            settings={
                "PREFER_DATES_FROM": "future",
                "RELATIVE_BASE": local.replace(tzinfo=None),
                "REQUIRE_PARTS": ["day"],
            },
        )
    except (OverflowError, ValueError):
        raise Refused(f"“{text}” is no time I can work with.") from None
    if parsed is None:
        return ()
    bare = parsed.replace(tzinfo=None)
    at = DAY_END if bare.time() in (time(0), local.time()) else bare.time()
    return (instant(bare.date(), at, zone) if parsed.tzinfo is None else parsed.astimezone(UTC),)
