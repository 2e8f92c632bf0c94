"""Going away and coming back by `/collect`, and which stream comes first."""

import re

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.surfaces.going_away import go_away
from bot.views import away as views
from storage.ledger.settings import coming_back
from storage.ledger.streams import first
from storage.ledger.streams.finding import NoStream
from storage.rules.refusal import Refused

_AWAY = re.compile(r"(?:i'?m |i am )?away\b[,;]?\s*(?P<rest>.*)|until\s+(?P<until>.+)", re.I)
_BACK = re.compile(r"(?:i'?m |i am )?back(?: again)?[.!]?", re.I)
_FIRST = re.compile(r"first\b\s*(?P<name>.*)", re.I)


async def answer(desk: Desk, envelope: Envelope, text: str) -> str | None:
    """Return what came of words after `/collect` that say that a person is away, back, or what comes first; None for
    any others.

    Raises:
        Refused
    """
    if words := _AWAY.fullmatch(text):
        return await go_away(desk, envelope, words["rest"] if words["until"] is None else f"until {words['until']}")
    if _BACK.fullmatch(text):
        person = await desk.ledger.do(coming_back.come_back, envelope.claim)
        return views.back(person)
    if words := _FIRST.fullmatch(text):
        return await _first(desk, envelope, words["name"].strip())
    return None


async def _first(desk: Desk, envelope: Envelope, name: str) -> str:
    if name.lower() in ("off", "none", "nothing"):
        return views.first_off(await desk.ledger.do(first.put_none_first, envelope.claim))
    if not name:
        raise Refused(f"Say which stream. {views.EXAMPLE}")
    try:
        chosen = await desk.ledger.do(first.put_first, envelope.claim, name)
    except NoStream as no:
        raise Refused(views.no_stream(no.name, no.near)) from None
    return views.first(chosen)
