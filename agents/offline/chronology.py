"""A chronology: what has a date or a time, in its order."""

from dataclasses import replace

from agents.offline.arranged import Arranged, Question
from agents.offline.dated_event import CLOCK, YEAR, happening
from agents.offline.listing.sorted_rows import sorted_rows
from agents.offline.markdown import bullets, sections, tables
from agents.offline.material.material import Material
from agents.offline.parts import of_all
from agents.offline.remarks.remark import Remark
from agents.offline.sort_keys import Kind
from agents.offline.sorting import Wish
from storage.rules.dates_in_text import days
from storage.rules.words import many


@of_all
def chronology(goal: str, material: Material) -> Arranged | Question:
    """Arrange what has a date or a time in its order; ask for events when there are none."""
    found = [(r, happening(r)) for remark in material.remarks for r in _apart(remark)]
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
    begins = YEAR.match(sentence) or CLOCK.match(sentence)
    return begins is not None or any(True for _ in days(sentence))
