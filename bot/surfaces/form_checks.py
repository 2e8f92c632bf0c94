"""The fields of a form that can be wrong: a due time, and the name of a stream."""

import re

from bot.desk import Desk
from bot.envelope.decoding import Said
from bot.routes.answers import FieldError
from storage.ledger.streams.stream_rows import exists
from storage.rules.brief import Parsed
from storage.rules.stream_names import can_be_named, unreadable

TIMES = "For example: Friday 17:00, tomorrow, end of week"


async def read_due(desk: Desk, user: str, text: str) -> Parsed:
    """Return what the field of a due time says, in the time zone of who wrote it.

    Raises:
        FieldError: it is no time, or something else stands behind it, and would be lost.
        Refused: it is a time, but an impossible one.
    """
    if re.search(r"[;\n]", text):
        raise FieldError("due", f"Write only a time here. {TIMES}")
    parsed = await desk.parse(Said(f"x; by {text}"), user)
    if parsed.due is None:
        raise FieldError("due", f"I can't read that as a time. {TIMES}")
    return parsed


async def check_stream(desk: Desk, name: str) -> None:
    """Check that a stream is there, or can be made.

    Raises:
        FieldError: a new one can't have this name.
    """
    if not can_be_named(name) and not await desk.ledger.see(exists, desk.team, name):
        raise FieldError("stream", unreadable(name))
