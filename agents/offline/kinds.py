"""Lines told apart by what they say: what was decided, what follows, what is open, and what else there is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from agents.offline.decisions import is_decision, open_point
from agents.offline.material import Material
from agents.offline.plans import Action, actions_of, is_person
from agents.offline.remarks import Remark
from storage.rules.words import many


class Kind(StrEnum):
    """The kind of a line, by what it says."""

    DECIDED = "decided"
    STEP = "step"
    UNOWNED = "step without an owner"
    OPEN = "open"
    OTHER = "other"


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
_STEPS = (Kind.STEP, Kind.UNOWNED)
NO_OWNER = "Next steps, no owner found"  # a heading
HEADING = 4  # words of a line that only names what comes below
_LEANS = re.compile(  # what such a sentence is about stands before it
    r"(?:and|but|so|then|otherwise|because|also|there|er|sie|es|das|dies|dann|sonst|aber|deshalb|lo|questo|quindi|ma|"
    r"altrimenti|allora|cela|ça|il|elle|alors|mais|eso|esto|entonces|pero)\b|"
    r".*\b(?:it|its|them|they|their|this|that|these|those|both|he|she|him|his|her)\b",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """The lines of material, by their kinds.

    Attributes:
        unowned: the next steps of which nobody is named as their owner.
        rest: all that is of no kind that we know.
    """

    decided: tuple[Remark, ...]
    steps: tuple[Remark, ...]
    unowned: tuple[Remark, ...]
    open: tuple[Remark, ...]
    rest: Material

    @property
    def told_steps(self) -> str:
        """The number of next steps, and of those without an owner, in words; empty when there are none."""
        count, lost = len(self.steps) + len(self.unowned), len(self.unowned)
        without = f", {f'{lost} with ' if count > 1 else ''}no owner found" if lost else ""
        return f"{many(count, 'next step')}{without}" if count else ""


def told_apart(material: Material) -> Kinds:
    """Return the lines by their kinds; a line with several kinds is split where the kind changes."""
    lines = [line for remark, kind in _under_headings(material.remarks) for line in _lines(remark, kind)]
    decided, steps, unowned, open_, rest = (tuple(r for r, k in lines if k is kind) for kind in Kind)
    return Kinds(decided=decided, steps=steps, unowned=unowned, open=open_, rest=replace(material, remarks=rest))


def _under_headings(remarks: Sequence[Remark]) -> Iterator[tuple[Remark, Kind]]:
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


def _lines(remark: Remark, kind: Kind) -> Iterator[tuple[Remark, Kind]]:
    """Find the parts of a line that are of one kind each.

    Args:
        kind: what the heading above it says; OTHER where it says nothing.
    """
    if remark.done:
        yield remark, kind if kind is not Kind.STEP else Kind.OTHER
        return
    if kind is not Kind.OTHER:
        yield remark, Kind.UNOWNED if kind is Kind.STEP and not _may_be_owned(remark.text) else kind
        return
    text = remark.text[: len(remark.text) - len(remark.words)]
    for part, sentences in _parts(_sentences(remark)):
        yield replace(remark, text=text + " ".join(sentences)), part


def _may_be_owned(text: str) -> bool:
    """Whether a line that its heading calls a step has a word that may be a name."""
    return any(map(is_person, re.findall(r"@\w+|\b[A-ZÀ-Þ][\w’-]+", text)))


def _sentences(remark: Remark) -> list[tuple[str, Kind]]:
    """The sentences of a line with their kinds; what “we” will do beside a decision is told by the decision."""
    each = [(sentence, _kind(remark, sentence, action)) for sentence, action in actions_of(remark)]
    if all(kind is not Kind.DECIDED for _, kind in each):
        return each
    return [(s, Kind.OTHER if kind is Kind.UNOWNED and s.startswith("We ") else kind) for s, kind in each]


def _kind(remark: Remark, sentence: str, action: Action | None) -> Kind:
    alone = replace(remark, text=sentence)
    if open_point(alone):
        return Kind.OPEN
    if is_decision(alone):
        return Kind.DECIDED
    if action is None or not (action.owned or not action.owner):
        return Kind.OTHER
    return Kind.STEP if action.owner else Kind.UNOWNED


def _parts(sentences: Sequence[tuple[str, Kind]]) -> list[tuple[Kind, list[str]]]:
    """Put together what belongs together: a sentence of no kind stands with the one before it, unless that tells a step
    and it can be understood alone; what leans on the one before it stands with it."""
    kinds = {kind for _, kind in sentences} - {Kind.OTHER}
    if len(kinds) < 2 and kinds & {Kind.DECIDED, Kind.OPEN}:
        return [(kinds.pop(), [sentence for sentence, _ in sentences])]
    parts = list[tuple[Kind, list[str]]]()
    for sentence, kind in sentences:
        before = parts[-1][0] if parts else None
        leans = _LEANS.match(sentence) is not None
        if kind is Kind.OTHER and before is not None and (leans or before not in _STEPS):
            parts[-1][1].append(sentence)
        elif kind in _STEPS and before is Kind.OTHER and leans:
            parts[-1] = (kind, [*parts[-1][1], sentence])
        else:
            parts.append((kind, [sentence]))
    return parts
