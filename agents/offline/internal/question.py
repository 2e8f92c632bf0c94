"""The question whether internal lines may stay in a text that others will read."""

import re
from collections.abc import Sequence

from agents.offline.left_out import told as named
from agents.offline.markdown import quoted
from agents.offline.parts import head_of
from agents.offline.remarks.remark import Remark
from storage.rules.delivery import to_oneself
from storage.rules.values.ask import Ask, Kind
from storage.rules.values.task import Task
from storage.rules.words import one_line

INTERNAL = "internal"  # the key of the question
LEAVE_OUT, KEEP = "Leave it out", "It may stay"
_KEEPS = re.compile(
    r"\W*(?:it may stay|it can stay|keep (?:it|them)|they may stay|(?:es|das) darf bleiben|può restare)\W*", re.I
)
_OUTSIDE = re.compile(
    r"\b(?:customers?|clients?|public|press|investors?|partners?|resellers?|website|newsletter|everyone|all staff|"
    r"kunden?|kundin|presse|öffentlichkeit|clienti?|stampa|pubblico|sito|public|clientes?|prensa|público)\b",
    re.I,
)


def others_read(goal: str, task: Task) -> bool:
    """Tell whether people other than the requester are to read what a goal asks for."""
    return not to_oneself(task) or _OUTSIDE.search(head_of(goal)) is not None


def question(goal: str, lines: Sequence[Remark]) -> Ask:
    """Return the question whether internal lines may stay in a text that others will read."""
    marked = named([line.text.rstrip(".") for line in lines])
    text = f"{quoted(goal)}: others are to read it, and the notes mark as internal {marked}. May that stay in it?"
    return Ask(key=INTERNAL, kind=Kind.QUESTION, text=one_line(text), choices=(LEAVE_OUT, KEEP))


def may_stay(answer: str) -> bool:
    """Tell whether an answer lets internal lines stay in the draft; any other answer leaves them out."""
    return _KEEPS.fullmatch(answer) is not None
