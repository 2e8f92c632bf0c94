"""A letter in the person's own words, and a reply beside what they ask: whether it answers is for a person to see."""

import re

from agents.offline.arranged import Arranged, Question, Section, quoted, tables
from agents.offline.exchange import Exchange, exchange, is_exchange, lines
from agents.offline.letter import framed
from agents.offline.material import Material
from storage.rules.task import THEY_ASK
from storage.rules.words import many

_ANSWERS = re.compile(
    r"\b(?:answer|repl(?:y|ies)|respon\w+|rispo\w+|respuesta|(?:be)?antwort\w*|r[ée]pon\w+|contesta\w*)\b", re.I
)
NAMED = 3  # questions that are named


def reply(goal: str, material: Material) -> Arranged | Question:
    if not _ANSWERS.search(goal) and not is_exchange(material):
        return _letter(goal, material)
    found = exchange(material)
    if not found.ours:
        asked = ", ".join(quoted(question, 20) for question in found.questions[:NAMED])
        return Question(
            f"What should the answer say? They ask: {asked}" if asked else "What should the answer say?",
            "It can't be told which of these lines answer and which are theirs.",
            shown=False,  # it would be their own letter
        )
    return Arranged(
        (Section("", framed(goal, found.ours, found.name)),),
        "Arranged from your lines. Whether it answers is for you to check.",
        (
            *(f"Left out, to keep it short: {quoted(line)}" for line in found.left),
            *("Left out: a table. It can't be told whether it is yours or theirs." for _ in material.tables[:1]),
        ),
        remarks=(_to_check(found),),
        shaped=True,
    )


def _letter(goal: str, material: Material) -> Arranged:
    said = (*lines(material), *tables(material.tables))
    made = framed(goal, said)
    return Arranged((Section("", made),), "A letter in your own words, as they are.", shaped=len(made) > len(said))


def _to_check(found: Exchange) -> str:
    """What a reviewer has to look at: nothing here can tell an answer from what only sounds like one."""
    if not found.questions:
        return f"{THEY_ASK}: nothing that ends in a question mark. Check what the reply has to answer."
    named = ", ".join(quoted(question, 20) for question in found.questions[:NAMED])
    more = f" and {many(len(found.questions) - NAMED, 'more', 'more')}" if len(found.questions) > NAMED else ""
    return f"{THEY_ASK}: {named}{more}. Check that each is answered."
