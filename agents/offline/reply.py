"""A letter: only what is surely its text, in a frame. Whether it answers is for a person to see."""

from collections.abc import Sequence

from agents.offline.arranged import Arranged, Question, Section
from agents.offline.greeting_closing import greets, signs
from agents.offline.letter import framed
from agents.offline.mail_text import as_text
from agents.offline.markdown import quoted
from agents.offline.material.material import BRIEF, Material
from agents.offline.own_text import answered, labelled, not_followed, outside, was_answered
from agents.offline.remarks.remark import Remark
from agents.offline.short_mail import HEADER, READ
from agents.offline.withheld import withheld
from agents.roster.ends import CannotDo
from storage.rules.values.draft import THEY_ASK
from storage.rules.values.item import Remedy
from storage.rules.words import many

NAMED = 3  # questions that are named
FEW = 60  # words of lines that may be the answer itself
USE = "Use the lines of the brief"
MINE = "A letter from the lines of the brief, as sentences."
TEXT = (
    "To write this letter needs a language model. Without one, paste its words after “say:”, as whole sentences that "
    "may go out as they are."
)


def reply(goal: str, material: Material) -> Arranged | Question:
    """Return a letter made of the words meant for it, or a question that asks for these words.

    Raises:
        CannotDo: what it should say was asked already.
    """
    if [remark.text for remark in material.answer] == [USE]:
        return _letter(goal, as_text([r for r in material.remarks if r not in material.answer]), material)
    lines = answered(material) or labelled(material)
    if was_answered(material) and not lines:
        raise CannotDo(TEXT, Remedy.MATERIAL)
    if not lines or withheld(lines):
        text = f"What should it say? Paste its words as they are to be read.{_asked(material.remarks)}"
        return Question(text, TEXT, shown=False, offers=(USE,) if _may_be_text(material) else ())
    return _letter(goal, lines, material)


def _letter(goal: str, lines: tuple[str, ...], material: Material) -> Arranged:
    used = [remark.text for remark in material.answer] == [USE]
    rest = [] if used else outside(material, lines)
    left = f"{many(len(rest), 'line')} of the notes {'is' if len(rest) == 1 else 'are'} not in it." if rest else ""
    return Arranged(
        sections=(Section("", framed(goal, lines)),),
        summary=MINE if used else "A letter in the words it was given, as they are.",
        missing=() if used or (labelled(material) and not answered(material)) else not_followed(material),
        look_first=left,
        remarks=(READ,) if used else _to_check(rest),
        shaped=True,
    )


def _may_be_text(material: Material) -> bool:
    """Whether the few lines of the brief may be the answer itself, and nobody's mail."""
    lines = [remark.text for remark in material.remarks]
    mine = all(remark.source == BRIEF for remark in material.remarks) and not material.tables
    received = any(line.endswith("?") or greets(line) or signs(line) or HEADER.match(line) for line in lines)
    return bool(lines) and mine and not received and material.words <= FEW and not withheld(lines)


def _asked(remarks: Sequence[Remark]) -> str:
    questions = _questions(remarks)
    return f" They ask: {', '.join(quoted(q, 20) for q in questions[:NAMED])}" if questions else ""


def _questions(remarks: Sequence[Remark]) -> list[str]:
    return list(dict.fromkeys(s for r in remarks for s in r.sentences if s.endswith("?")))


def _to_check(rest: Sequence[Remark]) -> tuple[str, ...]:
    """What a reviewer has to look at: nothing here can tell an answer from what only sounds like one."""
    questions = _questions(rest)
    if not questions:
        return ()
    named = ", ".join(quoted(question, 20) for question in questions[:NAMED])
    more = f" and {many(len(questions) - NAMED, 'more', 'more')}" if len(questions) > NAMED else ""
    return (f"{THEY_ASK}, and check that each is answered: {named}{more}.",)
