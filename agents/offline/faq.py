"""An FAQ from questions and answers that are labelled so."""

from agents.offline.arranged import Arranged, Question, Section
from agents.offline.labelled_pairs import pairs
from agents.offline.markdown import quoted
from agents.offline.material.material import Material
from agents.offline.withheld import withheld
from agents.roster.ends import CannotDo
from storage.rules.own_words import NOTHING
from storage.rules.values.item import Remedy
from storage.rules.words import many

NEEDED = (
    "An FAQ needs a language model. Without one, write each question as “Q: …” and its answer right below as “A: …”."
)
UNLABELLED = "No line of the notes is labelled as its answer."


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


def _left(lines: int) -> str:
    return f"{many(lines, 'line')} of the material {'is' if lines == 1 else 'are'} in no answer." if lines else ""
