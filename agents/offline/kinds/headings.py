"""The kind of lines that the heading above them names."""

import re
from collections.abc import Iterator, Sequence

from agents.offline.kinds.kind import Kind
from agents.offline.remarks.remark import Remark

_HEADINGS = {
    Kind.DECIDED: r"decisions?|decided|agreed|beschl(?:uss|üsse)|entscheidung(?:en)?|decision[ei]|"
    r"décisions?|decisi(?:ón|ones)",
    Kind.STEP: r"actions?(?: (?:items?|points?))?|next steps|to-?dos?|tasks|aufgaben|maßnahmen|nächste schritte|azioni|"
    r"prossimi passi|actions à mener|tâches|"
    r"prochaines étapes|acciones|tareas|próximos pasos",
    Kind.OPEN: r"(?:still )?open(?: (?:questions?|points?|issues?))?|"
    r"questions?|offen(?:e (?:fragen|punkte))?|domande aperte|"
    r"punti aperti|questions ouvertes|points ouverts|preguntas abiertas|puntos abiertos",
}
HEADING = 4  # words of a line that only names what comes below


def under_headings(remarks: Sequence[Remark]) -> Iterator[tuple[Remark, Kind]]:
    """Find the lines with the kind that the heading above them names, OTHER where it names none; without these."""
    kind, block = Kind.OTHER, -1
    for remark in remarks:
        if _is_heading(remark):
            kind, block = _named(remark.text), remark.block
            if kind is not Kind.OTHER:
                continue
        elif not remark.mark and remark.block != block:
            kind = Kind.OTHER
        yield remark, kind if kind is not Kind.OTHER else _named(remark.heading)


def _is_heading(remark: Remark) -> bool:
    """Whether a line only names what comes below it."""
    return not remark.mark and remark.text.endswith(":") and len(remark.text.split()) <= HEADING


def _named(heading: str) -> Kind:
    words = heading.strip(" *_:")
    return next((kind for kind, named in _HEADINGS.items() if re.fullmatch(named, words, re.I)), Kind.OTHER)
