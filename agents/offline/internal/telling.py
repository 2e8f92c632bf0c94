"""What a draft says of internal lines: that they were left out, or that they are in it."""

from dataclasses import replace

from agents.offline.arranged import Arranged
from agents.offline.internal.lines import internal, marked_itself
from agents.offline.internal.question import LEAVE_OUT
from agents.offline.left_out import told as named
from agents.offline.markdown import quoted
from agents.offline.material.material import Material
from agents.offline.remarks.reading import remarks
from agents.offline.remarks.remark import Remark
from agents.offline.remarks.sentences import split_sentences
from storage.rules.words import many, unmarked

WHO_MAY = "Who may read"  # begins what is said of a line that stays


def told_left_out(arranged: Arranged, lines: int, answer: str) -> Arranged:
    """Return a draft whose summary says how many internal lines were left out."""
    summary = f"{arranged.summary} {many(lines, 'line')} left out, marked as internal."
    if answer.strip(" .!").casefold() == LEAVE_OUT.casefold():
        return replace(arranged, summary=summary)
    read = f"Your answer {quoted(answer)} was read as “{LEAVE_OUT}”."
    return replace(arranged, summary=summary, missing=(*arranged.missing, read))


def told(arranged: Arranged, material: Material, before: str = "") -> Arranged:
    """Return a draft that names the internal lines in it, and asks who may read them.

    Args:
        before: the text whose lines were looked at already.
    """
    lines = [line for section in arranged.sections for line in section.lines]
    body = unmarked("\n".join(lines))
    shown = [line.text for line in internal(material.remarks) if _stands_in(line, body)]
    own = (r.text for line in lines for r in remarks("", line) if r.text not in before)
    shown += [text for text in own if marked_itself(text) and not any(known in text for known in shown)]
    rest = tuple(line for line in arranged.missing if not line.startswith(WHO_MAY))
    if len(shown) < 2:
        asked = [f"{WHO_MAY} {quoted(text, 20)}? It is in the draft." for text in shown]
    else:
        asked = [f"{WHO_MAY} {named([text.rstrip('.') for text in shown])}? They are in the draft."]
    return replace(arranged, missing=(*rest, *asked))


def _stands_in(line: Remark, body: str) -> bool:
    """Whether a line stands in a draft, or one of its sentences, or what follows its label."""
    parts = (*split_sentences(line.text), line.text.partition(":")[2])
    return any(part and part in body for part in (unmarked(part).strip(" .").replace("|", "/") for part in parts))
