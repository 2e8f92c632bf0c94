"""What an item needs from the person who decides it: one tap, a look, a reading, words, or a repair."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from storage.rules.values.check import Finding
from storage.rules.values.draft import AGAINST, COMPARE, THEY_ASK, UNSOURCED, Draft
from storage.rules.values.item import Item, Permission, Problem, Question, Remedy, StillRight, Submission

UNSETTLED = (Finding.NOT_MET, Finding.IN_DOUBT, Finding.NOT_CHECKED)
IRREVOCABLE = "it can't be taken back"
CHOOSE = "choose one"


class Need(StrEnum):
    """The kinds of attention, the least first."""

    ONE_TAP = "one tap"
    ONE_THING = "look at one thing"
    OPEN_FIRST = "open first"
    YOUR_WORDS = "needs your words"
    REPAIR = "did not work"


@dataclass(frozen=True, slots=True)
class Needed:
    """The attention that an item needs.

    Attributes:
        about: what the one thing is, or how many there are; empty where the card names it below.
    """

    need: Need
    about: str = ""


def needed(item: Item) -> Needed:
    """Return what an item needs from its reviewer before a careful decision."""
    match item.about:
        case Problem(remedy=Remedy.WORKER | Remedy.REOPEN | Remedy.WITHOUT):
            return Needed(Need.ONE_TAP)
        case Problem():
            return Needed(Need.REPAIR)
        case Question(ask):
            return Needed(Need.ONE_TAP if ask.choices else Need.YOUR_WORDS)
        case StillRight():
            return Needed(Need.ONE_THING, "still right?")
        case Permission():
            return Needed(Need.ONE_THING, IRREVOCABLE)
        case Submission() as submission:
            needs = of_drafts(item.drafts, submission.lost)
            outside = needs.need is Need.ONE_TAP and item.task.brief.outside
            return Needed(Need.ONE_THING, IRREVOCABLE) if outside else needs
        case _:
            assert_never(item.about)


def counted(items: Iterable[Item]) -> list[tuple[Need, int]]:
    """Return (need, number of items that have it), in the order of the needs."""
    counts = Counter(needed(item).need for item in items)
    return [(need, counts[need]) for need in Need if counts[need]]


def of_drafts(drafts: Sequence[Draft], lost: str = "") -> Needed:
    """Return what these drafts need from their reviewer, who takes one of them.

    Args:
        lost: what did not work beside them.
    """
    things = [thing for draft in drafts for thing in _things(draft)] + ([lost] if lost else [])
    if any(not draft.checks for draft in drafts):
        return Needed(Need.OPEN_FIRST, "no criteria were given" if not things else "")
    if len(drafts) > 1:
        return Needed(Need.ONE_THING, CHOOSE) if not things else Needed(Need.OPEN_FIRST, f"{CHOOSE}, {_many(things)}")
    if len(things) > 1:
        return Needed(Need.OPEN_FIRST, _many(things))
    return Needed(Need.ONE_THING) if things else Needed(Need.ONE_TAP)


def thing(item: Item) -> str:
    """Return the first thing that a reviewer has to look at in an item, in a few words, for a line of a list."""
    needs = needed(item)
    drafts = item.candidates or ((item.draft,) if item.draft else ())
    things = [thing for draft in drafts for thing in _things(draft)]
    first = things[0].partition(":")[0] if things and things[0].startswith(COMPARE) else "".join(things[:1])
    return f"{first[:1].lower()}{first[1:]}" if first else needs.about or needs.need


def _many(things: list[str]) -> str:
    return "1 thing" if len(things) == 1 else f"{len(things)} things"


def _things(draft: Draft) -> list[str]:
    """Return what a reviewer has to look at in a draft: what is missing, unsettled, without a source or
    against one, the questions that it may not answer, and what runs by itself in a repository; else what it has to be
    compared with."""
    sensitive = draft.change.sensitive[:1] if draft.change else ()
    remarks = [remark for remark in draft.remarks if remark.startswith((UNSOURCED, AGAINST, THEY_ASK))]
    things = [*draft.missing, *sensitive, *(check.criterion for check in draft.unsettled(*UNSETTLED)), *remarks]
    return things or [remark for remark in draft.remarks if remark.startswith(COMPARE)]
