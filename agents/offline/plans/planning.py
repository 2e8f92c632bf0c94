"""The action in a sentence, and the actions of a line."""

import re

from agents.offline.doing import DEADLINES, does
from agents.offline.plans.action import Action
from agents.offline.plans.due import dated_action, is_due, led_by
from agents.offline.plans.persons import is_person
from agents.offline.plans.words import (
    ASKED,
    ASSIGNED,
    BEGUN,
    BEHIND,
    DENIED,
    DOING,
    DOING_TOGETHER,
    LABELLED,
    MARKED,
    NAMED,
    REMARKS,
    SELF,
    SHARED,
    SO,
)
from agents.offline.remarks.remark import Remark, is_label


def planned(sentence: str, speaker: str = "", *, done: bool = False) -> Action | None:
    """Return the action in a sentence; None when the sentence says of nobody that they do something.

    Args:
        speaker: who says it, and is meant by “I”.
        done: whether it is marked as done.
    """
    if sentence.endswith("?"):
        return None
    if marked := MARKED.fullmatch(sentence):
        return _marked(marked, speaker, done)
    if DENIED.search(sentence):
        return None
    labelled = LABELLED.fullmatch(sentence)
    if labelled and is_person(labelled["owner"]) and not is_label(labelled["owner"]):
        return _labelled(labelled["owner"], labelled["what"], done)
    for pattern in (NAMED, DOING, DOING_TOGETHER, ASKED):
        match = pattern.fullmatch(sentence)
        if match and is_person(match["owner"]):
            action = dated_action(match["owner"], match["what"], done, pattern is not DOING)
            return action if action.by or pattern is not DOING_TOGETHER else None
    if own := SELF.fullmatch(sentence):
        return dated_action(speaker, own["what"], done)
    if shared := SHARED.fullmatch(sentence):
        return dated_action("", shared["what"], done)
    owner, what = does(sentence) or ("", "")
    return dated_action(owner, what, done) if (not owner or is_person(owner)) and led_by(what) in DEADLINES else None


def _marked(marked: re.Match[str], speaker: str, done: bool) -> Action:
    """What a line is about that calls itself an action; its owner may stand before it or behind it."""
    what = marked["what"] or marked["bare"]
    if marked["owner"]:
        return dated_action(marked["owner"], what, done)
    assigned = ASSIGNED.fullmatch(what)
    if assigned and is_person(assigned["owner"]):
        return dated_action(assigned["owner"], assigned["what"], done)
    inner = planned(what, speaker, done=done)
    behind = BEHIND.fullmatch(what)
    if inner is None and behind is not None:
        return dated_action(behind["in"] or behind["dash"], behind["what"], done)
    return inner or dated_action("", what, done)


def _labelled(owner: str, what: str, done: bool) -> Action | None:
    """What stands behind a name and a colon, where it says that somebody does something, or by when it is due."""
    begun = BEGUN.match(what) or (is_due(what) and not SO.match(what) and not REMARKS.search(what))
    action = dated_action(owner, what, done) if begun else None
    return action if action is not None and action.what else None  # “Danke: bis Freitag.” says nothing to do


def actions_of(remark: Remark) -> list[tuple[str, Action | None]]:
    """Return the sentences of a line, each with its action; in “Bob: sends the deck” the action is Bob's."""
    done = remark.done
    found = [(s, planned(s, remark.speaker, done=done)) for s in remark.sentences]
    if not remark.speaker or not found or found[0][1] is not None or not is_person(remark.speaker):
        return found
    return [(found[0][0], _labelled(remark.speaker, found[0][0], done)), *found[1:]]


def is_plan(sentence: str, speaker: str = "") -> bool:
    """Tell whether a sentence says what somebody will do, or does by a date (“Bob sends the deck by 4 December”)."""
    action = planned(sentence, speaker)
    return action is not None and action.owned
