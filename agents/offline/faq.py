"""An FAQ from questions and answers."""

from agents.offline.arranged import Arranged, Question, Section, quoted
from agents.offline.material import Material
from agents.offline.pairs import Pair, pairs
from storage.rules.own_words import NOTHING
from storage.rules.words import many

NEAREST = 2  # lines that are quoted where nothing answers


def faq(goal: str, material: Material) -> Arranged | Question:
    found = pairs(material)
    if not found:
        return Question(
            "Which questions should it answer? What came with it asks none. Give me questions, each with its answer.",
            "It is no FAQ: nothing in the material asks a question.",
        )
    answered = [p for p in found if p.answer]
    if not answered:
        return Question(
            f"What came with it asks {_named(found)}, and nothing in it answers. What is the answer?",
            "None of the questions has an answer in the material.",
        )
    missing = tuple(f"No answer to {quoted(p.question, 20)}" for p in found if not p.answer)
    summary = f"{many(len(answered), 'question')} answered."
    if missing:
        summary = f"{len(answered)} of {many(len(found), 'question')} answered. No answer to {_named(found)}."
    return Arranged((Section("", _lines(found, material)),), summary, missing, _unused(found, material))


def _lines(found: list[Pair], material: Material) -> tuple[str, ...]:
    lines: list[str] = []
    for pair in found:
        lines += [f"**{pair.question}**", *(pair.answer or _nearest(pair, material)), ""]
    return tuple(lines[:-1])


def _nearest(pair: Pair, material: Material) -> list[str]:
    """The lines that are about a question nothing answers; ours where there are none."""
    rest = material.without([material.remarks[pair.at]])
    near = [r for r in rest.about(pair.question, NEAREST) if not r.asks]
    return [f"> {r.text}" for r in near] or [NOTHING]


def _named(found: list[Pair]) -> str:
    unanswered = [p.question for p in found if not p.answer]
    more = f" and {many(len(unanswered) - 2, 'more', 'more')}" if len(unanswered) > 2 else ""
    return ", ".join(quoted(q, 20) for q in unanswered[:2]) + more


def _unused(found: list[Pair], material: Material) -> str:
    """How many lines are in no answer."""
    used = " ".join(s for p in found for s in (p.question, *p.answer))
    left = [r for r in material.remarks if not any(s.strip("*") in used for s in r.sentences)]
    return (
        f"{many(len(left), 'line')} of the material {'is' if len(left) == 1 else 'are'} in no answer." if left else ""
    )
