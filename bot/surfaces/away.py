"""`/collect away until Monday, @bob decides`, `/collect back`, and `/collect first Beta launch`."""

import contextlib
import re
from collections.abc import Mapping
from datetime import datetime

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.views import away as views
from bot.words.until import until as read_until
from storage.ledger.settings import away, coming_back
from storage.ledger.streams import first
from storage.ledger.streams.finding import NoStream
from storage.rules.putting_off import TOO_FAR
from storage.rules.refusal import Refused

_AWAY = re.compile(r"(?:i'?m |i am )?away\b[,;]?\s*(?P<rest>.*)|until\s+(?P<until>.+)", re.I)
_BACK = re.compile(r"(?:i'?m |i am )?back(?: again)?[.!]?", re.I)
_FIRST = re.compile(r"first\b\s*(?P<name>.*)", re.I)
_DECIDES = re.compile(r"\b(?:decides?|stands? in|covers?|for me|and|until|till)\b|[,;]", re.I)
UNTIL_WHEN = f"Say until when. {away.EXAMPLE}"
ONE = f"One person stands in: name only one. {away.EXAMPLE}"


async def answer(desk: Desk, envelope: Envelope, text: str) -> str | None:
    """Return what came of words after `/collect` that say that a person is away, back, or what comes first; None for
    any others.

    Raises:
        Refused
    """
    if words := _AWAY.fullmatch(text):
        return await _go(desk, envelope, words["rest"] if words["until"] is None else words["until"])
    if _BACK.fullmatch(text):
        person = await desk.ledger.do(coming_back.come_back, envelope.claim)
        return views.back(person)
    if words := _FIRST.fullmatch(text):
        return await _first(desk, envelope, words["name"].strip())
    return None


async def _go(desk: Desk, envelope: Envelope, text: str) -> str:
    ids = (await desk.said(envelope.text, ask=False)).ids
    text, stand_in = _split(text, {name: user for name, user in ids.items() if name.startswith("@")})
    words = " ".join(_DECIDES.sub(" ", text).split())
    if not words:
        raise Refused(UNTIL_WHEN)
    zone = await desk.zone(envelope.user)
    try:
        found = read_until(words, desk.now, zone)
    except Refused as no:
        raise Refused(TOO_FAR if "five years" in no.why else f"{no.why} {away.EXAMPLE}") from None
    if found is None:
        raise Refused(_unread(words, desk.now, zone))
    if stand_in == desk.bot_user:
        raise Refused(f"I never decide: name a person. {away.EXAMPLE}")
    profile = await desk.acquaintances.profile_of_new(stand_in) if stand_in else None
    gone = await desk.ledger.do(away.go_away, envelope.claim, found[0], stand_in, profile)
    return views.gone(gone, zone)


def _unread(words: str, now: datetime, zone: str) -> str:
    """Return what of some words can't be read: the name behind a time, or the time."""
    parts = words.split()
    for end in range(len(parts) - 1, 0, -1):
        with contextlib.suppress(Refused):
            if read_until(" ".join(parts[:end]), now, zone) is None:
                continue
            name = " ".join(parts[end:])[:60]
            return f"I can't tell who “{name}” is. Type @ and pick them from Slack's list. {away.EXAMPLE}"
    return f"I can't read “{words[:60]}” as a time. {away.EXAMPLE}"


def _split(text: str, people: Mapping[str, str]) -> tuple[str, str]:
    """Return a text without the person whom it names, and that person's id; '' where it names nobody.

    Raises:
        Refused: it names several, or somebody whom Slack does not name.
    """
    named = {name: user for name, user in people.items() if name in text.lower()}
    if len(set(named.values())) > 1:
        raise Refused(ONE)
    for name in named:
        text = re.sub(re.escape(name), " ", text, flags=re.I)
    if unknown := re.search(r"@\S+", text):
        raise Refused(f"I can't tell who {unknown[0][:60]} is. Type @ and pick them from Slack's list. {away.EXAMPLE}")
    return text, next(iter(named.values()), "")


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
