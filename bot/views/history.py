"""What happened to a task, in lines."""

import re
from datetime import datetime

from bot.views.kit import Block, context, cut, esc
from bot.views.moments import moment
from bot.views.sentence import literal_text
from storage.rules.happenings import Happening, telling_of
from storage.rules.pages.history import Change
from storage.rules.verdicts import ANSWERS
from storage.rules.words import one_line

_MENTION = re.compile(r"<@[UW][A-Z0-9]+>")


def history(changes: tuple[Change, ...], now: datetime, zone: str) -> Block:
    """Return the last twelve things that happened to a task, a line each."""
    lines = []
    for c in _once(changes)[-12:]:
        user = f"<@{c.who}>" if c.who.startswith(("U", "W")) else esc(c.who) or "Sluice"
        version = f" {c.became}" if c.became.startswith("v") and c.became != "v0" else ""
        telling = telling_of(c.what)
        version = f" {_named(c.became)}" if telling.names else version
        why = f": {_why(c)}" if c.why and telling.quotes else ""
        past = telling.past.removesuffix(" it") if version else telling.past
        lines.append(f"{moment(c.at, now, zone)} · {user} {past}{version}{why}")
    return context("\n".join(lines) or "No history yet.")


def _why(c: Change) -> str:
    """Return why something happened: a sentence of ours with its mentions, a person's words letter by letter."""
    return literal_text(one_line(c.why)) if c.what == Happening.VOID else esc(cut(c.why, 80))


def _named(worker: str) -> str:
    """Return who works on it or decides: a mention of ours as it is, an agent's name letter by letter."""
    return worker if _MENTION.fullmatch(worker) else esc(worker)


def _once(changes: tuple[Change, ...]) -> list[Change]:
    """Without the changes of state that follow a decision, an answer or a question: each was told when it was made."""
    made: set[tuple[str, str]] = set()
    told = []
    for c in changes:
        event = Happening.ANSWER if c.what in ANSWERS else c.what
        if not telling_of(c.what).past or (c.was and (c.who, event) in made):
            made.discard((c.who, event))
            continue
        if c.what == Happening.UNDO:
            made.discard((c.who, c.became))
        elif not c.was:
            made.add((c.who, event))
        told.append(c)
    return told
