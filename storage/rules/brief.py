"""The grammar of `/assign`: a worker, text, and clauses after `;` or a new line. What does not parse stays text."""

import difflib
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from storage.rules.refusal import Refused
from storage.rules.words import clean, one_line, visible

MOST = 12_000  # characters of a brief: Slack's own composer stops earlier
TITLE = 60  # characters
MAX_CRITERIA = 20

When = Callable[[str], datetime | None]

_WORKER = re.compile(r"\s*(?:agent:)?@?(?P<name>[A-Za-z][\w-]{1,30}):\s*")
_CLAUSE = re.compile(r"(?P<key>by|must|for|reviewer|urgent|to|after|every|then)\b:?\s*(?P<value>.*)", re.I | re.S)
_VERSIONS = re.compile(r"(?P<count>\d{1,3}|two|three)\s+versions", re.I)
MOST_VERSIONS = 3
_AFTER = re.compile(r"T-\d+", re.I)
_EVERY = re.compile(r"(day|weekday|week|month|mon|tues|wednes|thurs|fri|satur|sun)\w*(\s.*)?", re.I)
_STREAM = re.compile(r"[\w&+#' -]{1,40}")
_DAYS = ("today", "tonight", "tomorrow", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Odd:
    """A segment that looks like a clause and is not: it stays text, and this is what was probably meant."""

    text: str
    guess: datetime | None = None


@dataclass(slots=True)
class _Found:
    criteria: list[str] = field(default_factory=list)
    single: dict[str, Any] = field(default_factory=dict)
    to: list[str] = field(default_factory=list)
    odd: list[Odd] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A brief as it was understood; ids are Slack's, times are UTC."""

    goal: str
    title: str
    worker: str | None = None
    colleague: str | None = None
    criteria: tuple[str, ...] = ()
    due: datetime | None = None
    stream: str | None = None
    stream_channel: str | None = None
    reviewer: str | None = None
    urgent: bool = False
    to: tuple[str, ...] = ()
    odd: tuple[Odd, ...] = ()
    versions: int = 1


def parse(
    text: str, agents: Collection[str], when: When, now: datetime, ids: Mapping[str, str] | None = None
) -> Parsed:
    """Read a brief.

    Args:
        agents: names that may stand before the colon.
        when: reads a date; None when it is none.
        ids: whom and what the text may name: “@bob” and “#launch” in lower case, each with its id.

    Raises:
        Refused: nothing to do is named, it is too long, or a clause parses but is impossible.
    """
    text = clean(text).strip()
    if len(text) > MOST:
        raise Refused(
            f"That is {len(text):,} characters; a brief may have {MOST:,}. Nothing was created. "
            "Put the long part in a message and use its menu: Hand this off."
        )
    worker, colleague, rest = _worker(text, agents, ids or {})
    found = _Found()
    goal = _without_clauses(rest, lambda s: _take(s, found, when, now, ids or {}))
    if not visible(goal):
        raise Refused("I don't see what should be done. For example: /assign writer: Launch FAQ; by Friday 17:00")
    criteria, to, odd = tuple(found.criteria), tuple(found.to), tuple(found.odd[:3])
    return Parsed(goal, title_of(goal), worker, colleague, criteria, to=to, odd=odd, **found.single)


def title_of(goal: str) -> str:
    """The first sentence of the first line that says something, at most `TITLE` characters at a word's end."""
    line = next((s for s in goal.splitlines() if visible(s.strip("`#*->: "))), goal)
    line = one_line(line).lstrip("`#*->;: ").rstrip("`#*-;: ")
    line = re.split(r"(?<=[.!?])\s", line, maxsplit=1)[0].rstrip(".")
    if len(line) <= TITLE:
        return line
    cut = line[: TITLE - 1].rsplit(" ", 1)[0] if " " in line[: TITLE - 1] else line[: TITLE - 1]
    return cut.rstrip(" ,;:") + "…"


def _worker(text: str, agents: Collection[str], ids: Mapping[str, str]) -> tuple[str | None, str | None, str]:
    if (named := _WORKER.match(text)) and named["name"].lower() in agents:
        return named["name"].lower(), None, text[named.end() :]
    if label := _leading(text, "@", ids):
        return None, ids[label], text[len(label) :].lstrip(": ")
    return None, None, text


def _leading(text: str, sign: str, ids: Mapping[str, str]) -> str:
    """Return the longest name that a text begins with, as `ids` has it; empty when it begins with none."""
    lower = text.lower()
    labels = [i for i in ids if i[0] == sign and lower.startswith(i) and not re.match(r"[\w-]", lower[len(i) :])]
    return max(labels, key=len, default="")


def without_due(goal: str, when: When, now: datetime) -> str:
    """Return a goal without the first segment that was meant as a due time; all else stays as it is."""
    taken: list[str] = []

    def is_due(segment: str) -> bool:
        clause = _CLAUSE.fullmatch(segment.rstrip(";").strip())
        if taken or clause is None or clause["key"].lower() != "by" or _guess(clause["value"], when, now) is None:
            return False
        taken.append(segment)
        return True

    return _without_clauses(goal, is_due) or goal


def near(text: str, agents: Collection[str]) -> str | None:
    """Return the agent whose name was probably meant before the colon."""
    named = _WORKER.match(text)
    return next(iter(difflib.get_close_matches(named["name"].lower(), agents, 1, 0.7) if named else []), None)


def _segments(text: str) -> list[str]:
    """Pieces that end at `;` or a line's end, with their ends; a code fence is one piece."""
    pieces: list[str] = []
    for part in re.split(r"(```.*?(?:```|\Z))", text, flags=re.S):
        pieces += [part] if part.startswith("```") else re.findall(r"[^;\n]*(?:[;\n]|\Z)", part)
    return [p for p in pieces if p]


def _without_clauses(text: str, is_clause: Callable[[str], bool]) -> str:
    """The text letter by letter but for its clauses; a line's end after a clause stays."""
    kept = ""
    for segment in _segments(text):
        if is_clause(segment.strip()):
            if segment.endswith("\n"):
                kept = kept.rstrip("; ")
                kept += "" if kept.endswith("\n") else "\n"
        else:
            kept += segment
    return kept.strip().strip(";").strip()


def _take(segment: str, found: _Found, when: When, now: datetime, ids: Mapping[str, str]) -> bool:
    """Whether a segment was a clause, which is then noted in `found`."""
    segment = segment.rstrip(";").strip()
    if several := _VERSIONS.fullmatch(segment):
        return _versions(several["count"], found)
    if (clause := _CLAUSE.fullmatch(segment)) is None:
        return False
    key, value = clause["key"].lower(), clause["value"].strip()
    reader = _READERS[key]
    taken = reader(value, found, when, now, ids)
    if not taken and len(segment.split()) <= 4 and (key in ("by", "reviewer", "for") or len(value.split()) <= 1):
        found.odd.append(Odd(segment, _guess(value, when, now) if key == "by" else None))
    return taken


def _once(found: _Found, key: str, value: object, words: str) -> None:
    if found.single.setdefault(key, value) != value:
        raise Refused(f"There are two {words} in it; keep one. Nothing was created.")


def _versions(count: str, found: _Found) -> bool:
    number = {"two": 2, "three": 3}.get(count.lower()) or int(count)
    if not 1 <= number <= MOST_VERSIONS:
        raise Refused(f"1 to {MOST_VERSIONS} versions can be made side by side. Nothing was created.")
    _once(found, "versions", number, "numbers of versions")
    return True


def _by(value: str, found: _Found, when: When, now: datetime, ids: Mapping[str, str]) -> bool:
    due = when(value) if value and len(value) <= 60 else None
    if due is None:
        return False
    if due <= now:
        raise Refused(f"“by {value}” is in the past. Nothing was created: give a time that is still to come.")
    _once(found, "due", due, "due times")
    return True


def _must(value: str, found: _Found, when: When, now: datetime, ids: Mapping[str, str]) -> bool:
    if not visible(value):
        return False
    if len(found.criteria) >= MAX_CRITERIA:
        raise Refused(f"At most {MAX_CRITERIA} criteria fit in a brief. Nothing was created.")
    found.criteria.append(one_line(value))
    return True


def _for(value: str, found: _Found, when: When, now: datetime, ids: Mapping[str, str]) -> bool:
    if value.startswith("#") and value.lower() in ids:
        _once(found, "stream_channel", ids[value.lower()], "streams")
        return True
    if not _STREAM.fullmatch(value) or len(value.split()) > 5 or not visible(value):
        return False
    _once(found, "stream", one_line(value), "streams")
    return True


def _reviewer(value: str, found: _Found, when: When, now: datetime, ids: Mapping[str, str]) -> bool:
    if value.lower() in ids and value.startswith("@"):
        _once(found, "reviewer", ids[value.lower()], "reviewers")
        return True
    if not re.fullmatch(r"@[\w.-]+", value):
        return False
    raise Refused(f"I don't know {value}. Nothing was created: type @ and pick the reviewer from Slack's list.")


def _urgent(value: str, found: _Found, when: When, now: datetime, ids: Mapping[str, str]) -> bool:
    if value:
        return False
    found.single["urgent"] = True
    return True


def _to(value: str, found: _Found, when: When, now: datetime, ids: Mapping[str, str]) -> bool:
    if channels := _channels(value, ids):
        found.to.extend(channel for channel in channels if channel not in found.to)
        return True
    if re.fullmatch(r"#[\w-]+", value):
        raise Refused(
            f"I can't tell which channel {value} is. Nothing was created: "
            "type # and pick the channel from Slack's list."
        )
    return False


def _channels(value: str, ids: Mapping[str, str]) -> list[str]:
    """Return the ids of channels where a text lists nothing else, with commas or “and” between them."""
    channels, rest = [], value
    while label := _leading(rest, "#", ids):
        channels.append(ids[label])
        rest = re.sub(r"^\s*(?:,|and\b)?\s*", "", rest[len(label) :])
    return [] if rest else channels


def _after(value: str, found: _Found, when: When, now: datetime, ids: Mapping[str, str]) -> bool:
    if not _AFTER.fullmatch(value):
        return False
    raise Refused(
        f"Waiting for another task (“after {value}”) is not possible yet. Nothing was created: "
        f"assign this one when {value} is approved."
    )


def _every(value: str, found: _Found, when: When, now: datetime, ids: Mapping[str, str]) -> bool:
    if not _EVERY.fullmatch(value):
        return False
    raise Refused(
        "Tasks that repeat (“every …”) are not possible yet. Nothing was created: "
        "send it again without that part for one run now."
    )


def _then(value: str, found: _Found, when: When, now: datetime, ids: Mapping[str, str]) -> bool:
    if not (_WORKER.match(value) or _leading(value, "@", ids)):
        return False
    raise Refused(
        "Chains (“then …”) are not possible yet. Nothing was created: "
        "send the first step now and the next one when it is approved."
    )


_Reader = Callable[[str, _Found, When, datetime, Mapping[str, str]], bool]
_READERS: Mapping[str, _Reader] = {
    "by": _by,
    "must": _must,
    "for": _for,
    "reviewer": _reviewer,
    "urgent": _urgent,
    "to": _to,
    "after": _after,
    "every": _every,
    "then": _then,
}


def _guess(value: str, when: When, now: datetime) -> datetime | None:
    """The due time that was meant, when one word of it is a day with a slip of the pen."""
    words = value.split()
    mended = [difflib.get_close_matches(w.lower(), _DAYS, 1, 0.75)[:1] or [w] for w in words]
    joined = " ".join(m[0] for m in mended)
    due = when(joined) if joined.lower() != value.lower() else None
    return due if due is not None and due > now else None
