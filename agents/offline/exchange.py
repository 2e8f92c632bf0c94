"""Who says what in the material of a reply: what they ask, and what we say."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from agents.offline.mail import behind_the_end, is_header, is_theirs, sender
from agents.offline.material import BRIEF, TOLD, Material
from agents.offline.pairs import CONVERSATIONS, asker_of, asks, bare, is_reported
from agents.offline.remarks import Remark

MOST = 8  # remarks of a conversation
_LABEL = re.compile(
    r"(?:our answer|notes?|notiz(?:en)?|appunti|notas?|antwort|risposta|réponse|respuesta|answer|reply)\s*:\s*", re.I
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """
    Attributes:
        questions: what they ask, in their words.
        ours: what we say, line by line.
        name: who asks; empty where it is not said.
        left: what we say and is left out.
    """

    questions: tuple[str, ...]
    ours: tuple[str, ...]
    name: str = ""
    left: tuple[str, ...] = ()


def exchange(material: Material) -> Exchange:
    """Tell what they ask from what we say, as far as the shape of the material shows it."""
    told = [r for r in material.remarks if r.source in TOLD]
    rest = [r for r in material.remarks if r.source not in TOLD]
    if any(r.source in CONVERSATIONS for r in rest) and not any(map(is_theirs, _of_brief(rest))):
        told = [*_of_brief(rest), *told]
        rest = [r for r in rest if r.source != BRIEF]
    found = _split(rest)
    return replace(found, ours=(*found.ours, *map(_said, told)))


def is_exchange(material: Material) -> bool:
    """Whether somebody else speaks in the material: a conversation, or a mail with its head."""
    rest = [r for r in material.remarks if r.source not in TOLD]
    return any(r.source in CONVERSATIONS or is_header(r) or (r.speaker and r.asks) for r in rest)


def lines(material: Material) -> tuple[str, ...]:
    """Return all lines as they are."""
    return tuple(f"{r.mark} {r.text}".strip() for r in material.remarks)


def _of_brief(remarks: Sequence[Remark]) -> list[Remark]:
    return [r for r in remarks if r.source == BRIEF]


def _split(rest: Sequence[Remark]) -> Exchange:
    if speaker := _speaker(rest):
        return _conversation(rest, speaker)
    if any(is_theirs(r) and r.source not in CONVERSATIONS for r in rest):
        ours = behind_the_end(rest)
        theirs = [r for r in rest if r not in ours]
        return Exchange(_questions(theirs), tuple(map(_said, ours)), sender(tuple(theirs)))
    sentences = [s for r in rest for s in r.sentences]
    first = next(filter(asks, sentences), "")
    name = next(filter(None, (asker_of(s)[0] for s in sentences)), "")
    if not first or is_reported(first):  # a person tells of them, and all the rest is their own
        return Exchange(_questions(rest), tuple(_without_questions(rest)), name)
    behind = rest[next(n for n, r in enumerate(rest) if first in r.sentences) :]
    return Exchange(_questions(rest), tuple(_behind(behind)), name)


def _speaker(rest: Sequence[Remark]) -> str:
    """Who asks in a conversation, or begins it; empty where no names stand before what is said."""
    names = list(dict.fromkeys(r.speaker for r in rest if r.speaker))
    asking = next((r.speaker for r in rest if r.speaker and any(map(asks, r.sentences))), "")
    return asking or (names[0] if len(names) > 1 else "")


def _conversation(rest: Sequence[Remark], speaker: str) -> Exchange:
    owned = list(_owned(rest))
    theirs = [r for r, owner in owned if owner == speaker]
    ours = [r for r, owner in owned if owner != speaker and not r.asks]
    said, left = (tuple(_capital(bare(r.words)) for r in part) for part in (ours[:MOST], ours[MOST:]))
    return Exchange(_questions(theirs), said, speaker, left)


def _owned(rest: Sequence[Remark]) -> Iterator[tuple[Remark, str]]:
    """Lines with who says them: a line without a name goes on; below a gap in a brief its writer speaks."""
    owner, before = "", None
    for remark in rest:
        own = remark.source == BRIEF and before is not None and remark.block != before.block
        owner = remark.speaker or ("" if own else owner)
        if owner or own:
            yield remark, owner
            before = remark


def _questions(remarks: Sequence[Remark]) -> tuple[str, ...]:
    every = chain.from_iterable(r.sentences for r in remarks)
    return tuple(dict.fromkeys(asker_of(bare(s))[1] for s in every if asks(s)))


def _without_questions(remarks: Sequence[Remark]) -> Iterator[str]:
    for remark in remarks:
        own = [s for s in replace(remark, text=remark.text).sentences if not asks(s)]
        if own:
            yield _said(replace(remark, text=" ".join(own)))


def _behind(remarks: Sequence[Remark]) -> Iterator[str]:
    """What stands behind the first question, and asks nothing; who asks in a conversation goes on to explain."""
    first, *rest = remarks
    sentences = list(first.sentences)
    at = next(n for n, s in enumerate(sentences) if asks(s))
    own = [] if first.source in CONVERSATIONS else [s for s in sentences[at:] if not asks(s)]
    return chain([" ".join(own)] if own else [], _without_questions(rest))


def _said(remark: Remark) -> str:
    """A line of ours without the label before it."""
    text = bare(remark.text)
    label = _LABEL.match(text)
    return _capital(text[label.end() :]) if label else f"{remark.mark} {text}".strip()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
