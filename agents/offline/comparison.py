"""A comparison table from paragraphs that have the same labels, each on a line “label: value”."""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from agents.offline.arranged import Arranged, Question, Section
from agents.offline.material.material import Material
from agents.offline.parts import of_all
from agents.offline.remarks.remark import Remark
from agents.roster.ends import CannotDo
from storage.rules.values.item import Remedy
from storage.rules.words import many

_KEYED = re.compile(r"(?P<key>[^\W\d_][\w /()&-]{0,30}?)\s*[:=]\s+(?P<value>.+)")
NEEDED = (
    "To compare these needs a language model. Without one, write a paragraph for each, with its name in the first line "
    "and below it the same labels, for example “Price: 39 €”."
)

Notes = Mapping[str, Mapping[str, str]]  # what each thing has under each label


@of_all
def comparison(goal: str, material: Material) -> Arranged | Question:
    """Return a table with a column for each paragraph.

    Raises:
        CannotDo: a paragraph has other labels, or lines without one.
    """
    notes = _notes(material.remarks)
    labels = {frozenset(each) for each in notes.values()}
    if material.tables or len(notes) < 2 or len(labels) != 1:
        raise CannotDo(NEEDED, Remedy.MATERIAL)
    keys = list(next(iter(notes.values())))
    cells = [[each[key].replace("|", "/") for each in notes.values()] for key in keys]
    rows = [f"| {key} | {' | '.join(row)} |" for key, row in zip(keys, cells, strict=True)]
    head = [f"|  | {' | '.join(notes)} |", f"| --- |{' --- |' * len(notes)}"]
    summary = f"{many(len(keys), 'point')} of {many(len(notes), 'thing')}: {', '.join(notes)}."
    return Arranged(sections=(Section("", (*head, *rows)),), summary=summary, exact=True)


def _notes(remarks: Sequence[Remark]) -> Notes:
    """Return what each paragraph has under each label; nothing where one has a line that is none."""
    notes: dict[str, dict[str, str]] = {}
    for _, group in groupby(remarks, key=lambda r: (r.source, r.heading, r.block)):
        lines = list(group)
        name = lines[0].heading or lines[0].text.rstrip(":")
        found = [_KEYED.fullmatch(r.text) for r in (lines if lines[0].heading else lines[1:])]
        each = {m["key"]: m["value"] for m in found if m}
        if name in notes or not each or len(each) < len(found) or _KEYED.fullmatch(name):
            return {}
        notes[name] = each
    return notes
