"""A brief that was refused, mended so that it can be sent again: without what can't stand, or with what can."""

import contextlib
import re

from storage.rules.clauses import key_of
from storage.rules.refusal import Refused
from storage.rules.rhythms import read_rhythm
from storage.rules.segments import segments

MORNING = "9:00"
_AT = re.compile(r"\s+(?:at\s+)?\d{1,2}[:.]\d{2}\b.*", re.I | re.S)
INSTEAD = {"again": f"every weekday {MORNING}", "as": "as a file"}  # what stands in the place of a clause that can't
NEAR = {  # by a word of how often
    "month|quarter|year": f"first Monday of the month {MORNING}",
    "week": f"every Monday {MORNING}",
}
AGENT = "writer"  # in the place of somebody who can't do it
MOST = 1_500  # characters that are worth copying


def mended(words: str, wrong: str) -> str:
    """Return a brief that can be tried again; '' where nothing of it can be mended so.

    Args:
        wrong: what can't stand: a clause as it was written, the key of one, or “@bob” for who can't do it.
    """
    if not wrong or len(words) > MOST:
        return ""
    if wrong.startswith("@"):
        return _with_an_agent(words, wrong)
    pieces = segments(words)
    keys = [key_of(piece.strip("; \n")) for piece in pieces]
    stored, is_mended = "", False
    for piece, key in zip(pieces, keys, strict=True):
        clause = piece.strip("; \n")
        if not clause or is_mended or wrong.lower() not in (clause.lower(), key):
            stored += piece
            continue
        is_mended = True
        if key in INSTEAD and wrong != key and keys.count(key) == 1:
            stored += piece.replace(clause, _instead(key, clause))
        elif piece.endswith("\n"):
            stored = stored.rstrip("; ") + "\n"
    return stored.strip("; \n") if is_mended else ""


def _instead(key: str, clause: str) -> str:
    """Return what can stand for a clause that can't: “every Monday 25:00” keeps its Monday."""
    often = f"{_AT.sub('', clause)} {MORNING}"
    with contextlib.suppress(Refused):
        if key == "again" and read_rhythm(often) is not None:
            return often
    near = next((words for word, words in NEAR.items() if re.search(rf"\b(?:{word})(?:s|ly)?\b", clause, re.I)), "")
    return near if key == "again" and near else INSTEAD[key]


def _with_an_agent(words: str, label: str) -> str:
    """A name at the beginning of a line without its @ is a part of the notes: “Bob: we ship on Monday”."""
    name = re.escape(label.lstrip("@"))
    behind = rf"((?:\A|\bthen\s+|;\s*)@?|\n@){name}(?:\s*:|\s)\s*"
    changed, count = re.subn(behind, lambda found: f"{found[1].rstrip('@')}{AGENT}: ", words, count=1, flags=re.I)
    return changed if count else ""
