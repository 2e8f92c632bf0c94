"""The clauses of `/assign`, such as “by Friday” and “reviewer @bob”: each with what reads it."""

import difflib
import re
from collections.abc import Callable, Mapping
from datetime import datetime

from storage.rules.day_names import BY
from storage.rules.noted import Clauses, Known, Odd, Problem
from storage.rules.places import read_places
from storage.rules.refusal import Refused
from storage.rules.rhythm_words import NTH, words
from storage.rules.rhythms import read_rhythm
from storage.rules.stream_names import NO_NAME, can_be_named
from storage.rules.values.form import Form
from storage.rules.words import one_line, visible

MAX_CRITERIA = 20
MOST_VERSIONS = 3
ONCE = "This one runs once, now. To have it come again, say it alone after a semicolon, as in: ; every weekday 7:00"

_KEYS = rf"{BY}|must|for|reviewer|urgent|to|after|every|flow"
_CLAUSE = re.compile(rf"(?P<key>{_KEYS})\b(?![-‐‑]\w):?\s*(?P<value>.*)", re.I | re.S)
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNTED = {name: number for number, name in enumerate(_NUMBERS, 1)}
_VERSIONS = re.compile(rf"(?P<count>\d{{1,3}}|{'|'.join(_COUNTED)})\s+versions?", re.I)
_AS = re.compile(r"as\s+(?:an?\s+)?(?P<value>file|canvas)", re.I)
_TASKS = re.compile(r"T-?\d+(?:\.\d+)?(?:(?:\s*,\s*|\s+)(?:and\s+)?T-?\d+(?:\.\d+)?)*", re.I)
_TASK = re.compile(r"T-?(?P<name>\d+(?:\.\d+)?)", re.I)
MOST_BEFORE = 20  # tasks that one comes after
_EVERY = re.compile(
    r"(?:other\s+)?(?:day|weekday|week|month|(?:mon|tues|wednes|thurs|fri|satur|sun)day|morning|evening)\b", re.I
)
_NTH = re.compile(rf"(?:on\s+the\s+|the\s+)?(?:{'|'.join(NTH)}|fifth)\s+\w+day\s+of\s+\w+\s+month\b.*", re.I)
_AGAIN = re.compile(r"(?:every|each|daily|weekdays|weekly)\b", re.I)
_BY = re.compile(BY, re.I)
MEANT = 60  # characters that may be meant for such a name
_DAYS = ("today", "tonight", "tomorrow", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOCK = re.compile(  # a time of day, perhaps of a day: what follows may be the place that it is of
    rf"(?:at\s+)?(?:(?:next\s+)?(?:{'|'.join(_DAYS)}|(?:mon|tue|wed|thu|fri|sat|sun))\b[,\s]+(?:at\s+)?)?"
    r"\d{1,2}(?::\d{2}|\s?[ap]\.?m\b)(?:\s+\S+){0,3}",
    re.I,
)


def take(segment: str, clauses: Clauses, known: Known) -> bool:
    """Tell whether a segment is a clause, and note it in `clauses`; what only looks like one is noted as odd."""
    segment = segment.rstrip(";").strip()
    if read_clause(segment, clauses, known):
        return True
    if (clause := _CLAUSE.fullmatch(segment)) is None:
        return False
    key, value = _key(clause), clause["value"].strip()
    if key == "every" and (often := _EVERY.match(value)):
        clauses.odd.append(Odd(text=f"{clause['key']} {often[0]}", why=ONCE))
    elif (
        _may_name(key, value)
        or (key == "by" and _may_be_time(value))
        or (len(segment.split()) <= 4 and _may_be(key, value))
    ):
        clauses.odd.append(Odd(text=segment, guess=guess(value, known) if key == "by" else None))
    return False


def _may_be(key: str, value: str) -> bool:
    return key in ("by", "reviewer") or _names_one(key, value)


def _may_be_time(value: str) -> bool:
    """Whether words behind “by” hold a time of day, which may be one of another place: “5pm New York time”."""
    return len(value) <= MEANT and _CLOCK.fullmatch(value) is not None


def _may_name(key: str, value: str) -> bool:
    """Whether something stands where the name of a stream may be meant, and can't be read as one."""
    return key == "for" and (len(value.split()) <= 3 or (len(value) <= MEANT and not NO_NAME.match(value)))


def _names_one(key: str, value: str) -> bool:
    """Whether one word stands where a clause has one: a channel, a task, a step; “after stop” is text."""
    match key:
        case "after":
            return any(c.isdigit() for c in value) and len(value.split()) <= 1
        case "to":
            return len(value.split()) <= 1 and "." not in value
        case _:
            return len(value.split()) <= 1


def read_clause(segment: str, clauses: Clauses, known: Known) -> bool:
    """Tell whether a segment is a clause, and note it, or why it is impossible, in `clauses`."""
    key, value = _parts(segment)
    if not key:
        return False
    try:
        return _READERS[key](value, clauses, known)
    except Refused as refusal:
        clauses.problems.append(Problem(why=refusal.why, clause=segment, key=key, value=value))
        return True


def read_in_front(segment: str, clauses: Clauses, known: Known) -> bool:
    """Tell whether the words before a colon at the start of a brief are a clause, and note it in `clauses`."""
    key, value = _parts(segment)
    if key == "for" and not value.startswith(("#", "<#")):  # “for Anna: a letter” names nobody's stream
        return False
    return key not in ("", "must", "flow") and read_clause(segment, clauses, known)


def key_of(segment: str) -> str:
    """Return the name of a clause; '' for words that are none."""
    return _parts(segment)[0]


def due_value(segment: str) -> str | None:
    """Return the words behind “by”; None for all other segments."""
    key, value = _parts(segment.rstrip(";").strip())
    return value if key == "by" else None


def _parts(segment: str) -> tuple[str, str]:
    """Return the name of a clause and what stands behind it; empty for what is none."""
    if several := _VERSIONS.fullmatch(segment):
        return "versions", several["count"]
    if how := _AS.fullmatch(segment):
        return "as", how["value"]
    if _NTH.fullmatch(segment) or _AGAIN.match(segment):
        return "again", segment
    clause = _CLAUSE.fullmatch(segment)
    return (_key(clause), clause["value"].strip()) if clause else ("", "")


def _key(clause: re.Match[str]) -> str:
    return "by" if _BY.fullmatch(clause["key"]) else clause["key"].lower()


def guess(value: str, known: Known) -> datetime | None:
    """Return the coming due time that was meant, when a word of it is a misspelled day; None for anything else."""
    words = value.split()
    mended = [difflib.get_close_matches(w.lower(), _DAYS, 1, 0.75)[:1] or [w] for w in words]
    joined = " ".join(m[0] for m in mended)
    due = known.when(joined) if joined.lower() != value.lower() else None
    return due if due is not None and due > known.now else None


def _once(clauses: Clauses, key: str, value: object, words: str, but: str = "") -> None:
    if but in clauses.single or clauses.single.setdefault(key, value) != value:
        raise Refused(f"The brief has two {words}; keep one.")


def _versions(value: str, clauses: Clauses, known: Known) -> bool:
    number = _COUNTED.get(value.lower()) or int(value)
    if not 1 <= number <= MOST_VERSIONS:
        raise Refused(f"1 to {MOST_VERSIONS} versions can be made side by side.")
    _once(clauses, "versions", number, "numbers of versions")
    return True


def _by(value: str, clauses: Clauses, known: Known) -> bool:
    due = known.when(value) if value and len(value) <= 60 else None
    if due is None:
        return False
    if due <= known.now:
        raise Refused(f"“by {value}” is in the past. Give a time that is still to come.")
    _once(clauses, "due", due, "due times")
    clauses.single["due_text"] = value
    return True


def _must(value: str, clauses: Clauses, known: Known) -> bool:
    if not visible(value):
        return False
    if len(clauses.criteria) >= MAX_CRITERIA:
        raise Refused(f"At most {MAX_CRITERIA} criteria fit in a brief.")
    clauses.criteria.append(one_line(value))
    return True


def _for(value: str, clauses: Clauses, known: Known) -> bool:
    if value.startswith("#") and value.lower() in known.ids:
        _once(clauses, "stream_channel", known.ids[value.lower()], "streams", but="stream")
        return True
    if not can_be_named(value):
        return False
    _once(clauses, "stream", one_line(value), "streams", but="stream_channel")
    return True


def _reviewer(value: str, clauses: Clauses, known: Known) -> bool:
    if value.lower() in known.ids and value.startswith("@"):
        _once(clauses, "reviewer", known.ids[value.lower()], "reviewers")
        return True
    if not re.fullmatch(r"@\S+(?: \S+){0,3}", value):
        return False
    raise Refused(
        f"I don't know {value} by name, since names are not unique. "
        "Type @ and pick the reviewer from Slack's list, or choose them in the form."
    )


def _urgent(value: str, clauses: Clauses, known: Known) -> bool:
    if value:
        return False
    clauses.single["urgent"] = True
    return True


def _to(value: str, clauses: Clauses, known: Known) -> bool:
    places = read_places(value, known.ids)
    clauses.to.extend(place for place in places if place not in clauses.to)
    return bool(places)


def _as(value: str, clauses: Clauses, known: Known) -> bool:
    _once(clauses, "form", Form(value.lower()), "forms of delivery")
    return True


def _after(value: str, clauses: Clauses, known: Known) -> bool:
    if not _TASKS.fullmatch(value):
        return False
    names = [f"T-{name}" for name in _TASK.findall(value)]
    clauses.after.extend(name for name in dict.fromkeys(names) if name not in clauses.after)
    if len(clauses.after) > MOST_BEFORE:
        raise Refused(f"A task can come after {MOST_BEFORE} others at most.")
    return True


def _again(value: str, clauses: Clauses, known: Known) -> bool:
    if (rhythm := read_rhythm(value)) is None:
        clauses.odd += [Odd(text=value, why=ONCE)] if _NTH.fullmatch(value) else []  # “first Munday of the month 9:00”
        return False
    _once(clauses, "again", words(rhythm), "repetitions")
    return True


def _flow(value: str, clauses: Clauses, known: Known) -> bool:
    if value:
        return False
    clauses.single["flows"] = True
    return True


_READERS: Mapping[str, Callable[[str, Clauses, Known], bool]] = {
    "by": _by,
    "must": _must,
    "for": _for,
    "reviewer": _reviewer,
    "urgent": _urgent,
    "to": _to,
    "as": _as,
    "after": _after,
    "again": _again,
    "flow": _flow,
    "versions": _versions,
}
