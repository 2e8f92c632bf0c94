"""Which lines of notes are actions, and whose they are."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agents.offline.material.material import ANSWER, Material
from agents.offline.plans.action import Action
from agents.offline.plans.due import dated_action
from agents.offline.plans.persons import is_person
from agents.offline.plans.planning import actions_of
from agents.offline.remarks.remark import Remark

_UNDER = re.compile(r"\b(?:action items?|actions|next steps|to-?dos?|tasks)\b", re.I)


def actions_in(remark: Remark) -> list[Action]:
    """Return the actions of a line."""
    actions = [action for _, action in actions_of(remark) if action is not None]
    done = remark.done
    return actions or ([dated_action(remark.speaker, remark.words, done)] if _listed(remark) else [])


def people_in(material: Material, actions: Sequence[Action]) -> frozenset[str]:
    """Return the names of those who were present, and of those who do something for certain."""
    present = (name for r in material.frame() for name in re.findall(r"[A-ZÀ-Þ][\w’-]+", r.text.partition(":")[2]))
    return frozenset(name for name in (*present, *(a.owner for a in actions)) if name and is_person(name))


def owned(action: Action, people: frozenset[str]) -> Action:
    """Return an action with the person as its owner that it begins with (“Bob send invoice”)."""
    first, _, rest = action.what.partition(" ")
    return replace(action, owner=first, what=rest) if not action.owner and rest and first in people else action


def _listed(remark: Remark) -> bool:
    """Whether a line is an entry of a list of actions."""
    under = bool(remark.box) or bool(remark.speaker) or _UNDER.search(remark.heading) is not None
    answers = remark.source == ANSWER and bool(remark.speaker)  # as the question asks for it
    return ((bool(remark.mark) and under) or answers) and not remark.asks


def left_of(remark: Remark, actions: Sequence[Action]) -> str:
    """Return what of a line is in no action."""
    if not actions:
        return remark.text
    if _listed(remark):
        return ""
    return " ".join(sentence for sentence, action in actions_of(remark) if action is None)
