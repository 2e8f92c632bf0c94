"""Lines told apart by what they say: what was decided, what follows, what is open, and what else there is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from agents.offline.actions import is_plan
from agents.offline.decisions import is_decision, open_point
from agents.offline.material import Material
from agents.offline.remarks import Remark

_HEADINGS = {
    "decided": r"decisions?|decided|agreed|beschl(?:uss|üsse)|entscheidung(?:en)?|decision[ei]|"
    r"décisions?|decisi(?:ón|ones)",
    "action": r"actions?(?: (?:items?|points?))?|next steps|to-?dos?|tasks|aufgaben|maßnahmen|nächste schritte|azioni|"
    r"prossimi passi|actions à mener|tâches|"
    r"prochaines étapes|acciones|tareas|próximos pasos",
    "open": r"(?:still )?open(?: (?:questions?|points?|issues?))?|"
    r"questions?|offen(?:e (?:fragen|punkte))?|domande aperte|"
    r"punti aperti|questions ouvertes|points ouverts|preguntas abiertas|puntos abiertos",
}
_MARKED = re.compile(r"(?:action|to-?do)s?(?:\s*\([^)]{1,40}\))?\s*:\s*\S", re.I)
HEADING = 4  # words of a line that only names what comes below


@dataclass(frozen=True, slots=True)
class Kinds:
    """
    Attributes:
        rest: all that is of no kind that we know.
    """

    decided: tuple[Remark, ...]
    actions: tuple[Remark, ...]
    open: tuple[Remark, ...]
    rest: Material


def told_apart(material: Material) -> Kinds:
    """Return the lines by their kinds; a line that is of several is split where its kind changes."""
    known = list(_under_headings(material.remarks))
    lines = [(part, kind or _kind(part)) for remark, kind in known for part in ((remark,) if kind else _apart(remark))]
    decided, actions, open_ = (tuple(r for r, k in lines if k == kind) for kind in ("decided", "action", "open"))
    rest = tuple(r for r, kind in lines if not kind)
    return Kinds(decided, actions, open_, replace(material, remarks=rest))


def _under_headings(remarks: Sequence[Remark]) -> Iterator[tuple[Remark, str]]:
    """Find the lines with the kind that the heading above them names, empty where it names none; without these."""
    kind, block = "", -1
    for remark in remarks:
        if _is_heading(remark):
            kind, block = _named(remark.text), remark.block
            if kind:
                continue
        elif not remark.mark and remark.block != block:
            kind = ""
        yield remark, kind or _named(remark.heading)


def _is_heading(remark: Remark) -> bool:
    """Whether a line only names what comes below it."""
    return not remark.mark and remark.text.endswith(":") and len(remark.text.split()) <= HEADING


def _named(heading: str) -> str:
    words = heading.strip(" *_:")
    return next((kind for kind, named in _HEADINGS.items() if re.fullmatch(named, words, re.I)), "")


def _apart(remark: Remark) -> Iterator[Remark]:
    sentences = remark.sentences
    found = [_kind(replace(remark, text=sentence)) for sentence in sentences]
    if len(set(filter(None, found))) < 2:
        yield remark
        return
    spoken = remark.text[: len(remark.text) - len(remark.words)]
    for _, group in groupby(range(len(sentences)), key=lambda at: _stands_with(found, at)):
        yield replace(remark, text=spoken + " ".join(sentences[at] for at in group))


def _stands_with(found: list[str], at: int) -> int:
    """Return the sentence that a sentence stands with: what is of no kind goes with the one before it."""
    while at and not found[at]:
        at -= 1
    return at


def _kind(remark: Remark) -> str:
    if open_point(remark):
        return "open"
    if is_decision(remark):
        return "decided"
    planned = is_plan(remark.text) or any(map(is_plan, remark.sentences)) or _MARKED.match(remark.text)
    return "action" if planned else ""
