"""Questions and answers that are labelled so: nothing here can tell which line answers which question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agents.offline.remarks.remark import Remark

_ASKED = re.compile(r"\**(?:Q|F|D|P|Question|Frage|Domanda|Pregunta)\s?\d*\s*[:.)]\**\s*(?P<words>.+)", re.I)
_ANSWER = re.compile(r"\**(?:A|R|Answer|Antwort|Risposta|Réponse|Respuesta)\s?\d*\s*[:.)]\**\s*(?P<words>.+)", re.I)


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and its answer; the answer is empty when the next line is not labelled as one."""

    question: str
    answer: str


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
