"""What an item needs from the person who decides it: one tap, a look, a reading, words, or a repair."""

from collections import Counter
from collections.abc import Iterable
from typing import assert_never

from storage.rules.draft_needs import of_drafts, things_in
from storage.rules.values.draft import COMPARE
from storage.rules.values.item import Item, Permission, Problem, Question, Remedy, StillRight, Submission
from storage.rules.values.need import Need, Needed

IRREVOCABLE = "it can't be taken back"


def needed(item: Item) -> Needed:
    """Return what an item needs from its reviewer before a careful decision."""
    match item.about:
        case Problem(remedy=Remedy.WORKER | Remedy.REOPEN | Remedy.WITHOUT):
            return Needed(Need.ONE_TAP)
        case Problem():
            return Needed(Need.STOPPED if item.task.was_stopped else Need.REPAIR)
        case Question(ask):
            return Needed(Need.ONE_TAP if ask.choices else Need.YOUR_WORDS)
        case StillRight():
            return Needed(Need.ONE_THING, "still right?")
        case Permission():
            return Needed(Need.ONE_THING, IRREVOCABLE)
        case Submission() as submission:
            needs = of_drafts(item.drafts, submission.aside)
            outside = needs.need is Need.ONE_TAP and item.task.brief.outside
            return Needed(Need.ONE_THING, IRREVOCABLE) if outside else needs
        case _:
            assert_never(item.about)


def counted(items: Iterable[Item]) -> list[tuple[Need, int]]:
    """Return (need, number of items that have it), in the order of the needs."""
    counts = Counter(needed(item).need for item in items)
    return [(need, counts[need]) for need in Need if counts[need]]


def thing(item: Item) -> str:
    """Return the first thing that a reviewer has to look at in an item, in a few words, for a line of a list."""
    needs = needed(item)
    drafts = item.candidates or ((item.draft,) if item.draft else ())
    things = [thing for draft in drafts for thing in things_in(draft)]
    first = things[0].partition(":")[0] if things and things[0].startswith(COMPARE) else "".join(things[:1])
    return f"{first[:1].lower()}{first[1:]}" if first else needs.about or needs.need
