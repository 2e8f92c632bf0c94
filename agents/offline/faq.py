"""An FAQ from questions and answers that are labelled so: nothing here can tell which line answers which question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agents.offline.arranged import Arranged, Question, Section, quoted
from agents.offline.material import Material
from agents.offline.remarks import Remark
from agents.offline.withheld import withheld
from agents.roster.ends import CannotDo
from storage.rules.own_words import NOTHING
from storage.rules.values.item import Remedy
from storage.rules.words import many

_ASKED = re.compile(r"\**(?:Q|F|D|P|Question|Frage|Domanda|Pregunta)\s?\d*\s*[:.)]\**\s*(?P<words>.+)", re.I)
_ANSWER = re.compile(r"\**(?:A|R|Answer|Antwort|Risposta|Réponse|Respuesta)\s?\d*\s*[:.)]\**\s*(?P<words>.+)", re.I)
NEEDED = (
    "An FAQ needs a language model. Without one, write each question as “Q: …” and its answer right below as “A: …”."
)
UNLABELLED = "No line of the notes is labelled as its answer."


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and its answer; the answer is empty when the next line is not labelled as one."""

    question: str
    answer: str


def faq(goal: str, material: Material) -> Arranged | Question:
    """Return labelled questions with their answers below them.

    Raises:
        CannotDo: no question, or no answer, is labelled.
    """
    found, rest = pairs(material.remarks)
    if not any(p.answer for p in found):
        raise CannotDo(NEEDED, Remedy.MATERIAL)
    if private := withheld([words for p in found for words in (p.question, p.answer)]):
        return Question(
            f"{quoted(private[0])} says that something may not go out. Which lines may?", NEEDED, shown=False
        )
    answered = sum(bool(p.answer) for p in found)
    missing = tuple(f"No answer is labelled for {quoted(p.question, 20)}" for p in found if not p.answer)
    without = UNLABELLED if rest else NOTHING  # one of the other lines may answer it
    lines = [line for p in found for line in (f"**{p.question}**", p.answer or without, "")][:-1]
    summary = (
        f"{answered} of {many(len(found), 'question')} answered."
        if missing
        else f"{many(answered, 'question')} answered."
    )
    return Arranged(
        sections=(Section("", tuple(lines)),), summary=summary, missing=missing, look_first=_left(len(rest))
    )


def pairs(remarks: Sequence[Remark]) -> tuple[list[Pair], list[Remark]]:
    """Return (pairs, other lines); a pair is a labelled question with the labelled answer in the next line."""
    found, rest = list[Pair](), list[Remark]()
    for before, remark in zip((None, *remarks), remarks, strict=False):
        asked, answer = _ASKED.fullmatch(remark.text), _ANSWER.fullmatch(remark.text)
        if asked:
            found.append(Pair(asked["words"], ""))
        elif answer and before is not None and before.source == remark.source and _ASKED.fullmatch(before.text):
            found[-1] = Pair(found[-1].question, answer["words"])
        else:
            rest.append(remark)
    return found, rest


def _left(lines: int) -> str:
    return f"{many(lines, 'line')} of the material {'is' if lines == 1 else 'are'} in no answer." if lines else ""
