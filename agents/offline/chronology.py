"""A chronology: what has a date or a time, in its order."""

import re
from dataclasses import dataclass, replace

from agents.offline.actions import order
from agents.offline.arranged import Arranged, Question, bullets, sections, tables
from agents.offline.listing import sorted_rows
from agents.offline.material import Material
from agents.offline.parts import of_all
from agents.offline.remarks import Remark
from agents.offline.sorting import Kind, Wish
from storage.rules.dates_in_text import days
from storage.rules.words import many

_CLOCK = re.compile(
    r"\b(?P<h>[01]?\d|2[0-3])[:.](?P<m>[0-5]\d)(?:\s?(?P<half>[ap])\.?m\b\.?)?(?!:?\d|\.\d|\s?(?:€|%|EUR))"
)
_YEAR = re.compile(r"((?:19|20)\d\d)\s?[:,–—-]\s")


@dataclass(frozen=True, slots=True)
class Happening:
    """An event, with its date or time as it is written and as it is sorted."""

    when: str
    what: str
    at: tuple[int, int, int, int]


@of_all
def chronology(goal: str, material: Material) -> Arranged | Question:
    """Arrange what has a date or a time in its order; ask for events when there are none."""
    found = [(r, _happening(r)) for remark in material.remarks for r in _apart(remark)]
    dated = sorted((h for _, h in found if h is not None), key=lambda h: h.at)
    by_date = sorted_rows(Wish("", Kind.DATE, backwards=False), material) if material.tables and not dated else None
    if by_date is not None:
        return by_date
    if not dated:
        return Question(
            "When did what happen? I could not tell it from what came with it without a language model. Give me one "
            "event a line, each with its date or time.",
            "It is no chronology: without a language model I found no date and no time.",
        )
    rows = [f"| {h.when} | {h.what.replace('|', '/')} |" for h in dated]
    undated = [r for r, h in found if h is None]
    made = sections(
        ("", ["| When | What |", "| --- | --- |", *rows]),
        ("Also in the notes", bullets(undated)),
        ("The table", tables(material.tables)),
    )
    span = f"from {dated[0].when} to {dated[-1].when}" if len(dated) > 1 else f"on {dated[0].when}"
    summary = f"{many(len(dated), 'event')} {span}."
    summary += f" {many(len(undated), 'other line')}." if undated else ""
    return Arranged(sections=made, summary=summary)


def _apart(remark: Remark) -> list[Remark]:
    """The sentences of a line that each have their own time; else the line as it is."""
    sentences = remark.sentences
    if len(sentences) > 1 and all(map(_timed, sentences)):
        return [replace(remark, text=sentence) for sentence in sentences]
    return [remark]


def _timed(sentence: str) -> bool:
    begins = _YEAR.match(sentence) or _CLOCK.match(sentence)
    return begins is not None or any(True for _ in days(sentence))


def _happening(remark: Remark) -> Happening | None:
    """A remark at its date, and its time; none where it has several. A heading's date holds for the times below it."""
    named = {order(day): day for day in days(remark.text)}
    if len(named) > 1:
        return None
    day = next(iter(named.values()), None)
    above = next(days(remark.heading), None)
    clock = _CLOCK.search(re.sub(re.escape(day.text), " ", remark.text) if day else remark.text)
    if day is None and clock is None:
        year = _YEAR.match(remark.text)
        return Happening(year[1], _rest(remark.text, [year[1]]), (int(year[1]), 0, 0, -1)) if year else None
    minutes = _minutes(clock) if clock else -1
    known = day or above
    place = *order(known), minutes
    parts = [known.text if known else "", clock[0].strip() if clock else ""]
    return Happening(" ".join(p for p in parts if p), _rest(remark.text, parts), place)


def _minutes(clock: re.Match[str]) -> int:
    hour = int(clock["h"]) % 12 + 12 if clock["half"] == "p" else int(clock["h"])
    return hour * 60 + int(clock["m"])


def _rest(text: str, parts: list[str]) -> str:
    """The text without the date and the time that it begins with."""
    for part in parts:
        bare = text.removeprefix(part) if part else text
        if bare != text:
            text = bare.lstrip(" .,:–—-")
    return text or " ".join(p for p in parts if p)
