"""What words about going away name: who stands in, and what of them can't be read."""

import contextlib
import re
from collections.abc import Mapping
from datetime import datetime

from bot.words.until import until as read_until
from storage.ledger.settings import away
from storage.rules.refusal import Refused

ONE = f"One person stands in: name only one. {away.EXAMPLE}"


def unread(words: str, now: datetime, zone: str) -> str:
    """Return what of some words can't be read: the name behind a time, or the time."""
    parts = words.split()
    for end in range(len(parts) - 1, 0, -1):
        with contextlib.suppress(Refused):
            if read_until(" ".join(parts[:end]), now, zone) is None:
                continue
            name = " ".join(parts[end:])[:60]
            return f"I can't tell who “{name}” is. Type @ and pick them from Slack's list. {away.EXAMPLE}"
    return f"I can't read “{words[:60]}” as a time. {away.EXAMPLE}"


def split_off_person(text: str, people: Mapping[str, str]) -> tuple[str, str]:
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
