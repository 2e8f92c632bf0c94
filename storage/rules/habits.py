"""Rules from a reviewer's own record: when one is proposed, and which drafts it approves by itself once they agreed."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from storage.rules.approvable import may_stand_in_list
from storage.rules.draft_needs import of_drafts
from storage.rules.values.draft import FROM_OUTSIDE, Draft
from storage.rules.values.item import Item
from storage.rules.values.need import Need
from storage.rules.values.task import Task

ROW = 10  # same decisions in a row, before a rule is proposed
QUIET = timedelta(days=90)  # for which a “no” holds, and after which an old decision proves nothing
SHOWN = 10  # one in so many is still shown


def stays_here(task: Task, four_eyes: bool) -> bool:
    """Tell whether a rule may approve a task's drafts at all: nobody else is sent them, and two eyes are enough."""
    return not (task.brief.to or task.brief.outside or four_eyes)


def fits(item: Item, four_eyes: bool) -> bool:
    """Tell whether a decision on an item counts for a rule: one draft that needed one tap, and stays here."""
    return may_stand_in_list(item, four_eyes) and not item.candidates and stays_here(item.task, four_eyes)


def approves(task: Task, drafts: Sequence[Draft], four_eyes: bool) -> bool:
    """Tell whether an agreed rule approves what was handed in: a first draft that needs one tap, and nothing in a
    hurry, made of what people gave alone; one in ten is left for its reviewer to see."""
    if len(drafts) != 1 or drafts[0].base or drafts[0].change is not None:
        return False
    if any(remark.startswith(FROM_OUTSIDE) for remark in drafts[0].remarks):
        return False  # it may have been told what to write, and its checks what to find
    hurried = task.brief.urgent or task.bring_when_ready
    clear = of_drafts(drafts).need is Need.ONE_TAP
    return clear and not hurried and stays_here(task, four_eyes) and not is_shown(task.key)


def is_shown(key: str) -> bool:
    """Tell whether a task is one of those that its reviewer still sees, the same answer however often it is asked."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % SHOWN == 0
