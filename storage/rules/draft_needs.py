"""What drafts need from the person who decides on them."""

from collections.abc import Sequence

from storage.rules.values.check import Finding
from storage.rules.values.draft import AGAINST, COMPARE, THEY_ASK, UNSOURCED, Draft
from storage.rules.values.need import Need, Needed

UNSETTLED = (Finding.NOT_MET, Finding.IN_DOUBT, Finding.NOT_CHECKED)
CHOOSE = "choose one"


def of_drafts(drafts: Sequence[Draft], aside: str = "") -> Needed:
    """Return what these drafts need from their reviewer, who takes one of them.

    Args:
        aside: what else there is to know beside them.
    """
    things = [thing for draft in drafts for thing in things_in(draft)] + ([aside] if aside else [])
    if any(not draft.checks for draft in drafts):
        return Needed(Need.OPEN_FIRST, "no criteria were given" if not things else "")
    if len(drafts) > 1:
        return Needed(Need.ONE_THING, CHOOSE) if not things else Needed(Need.OPEN_FIRST, f"{CHOOSE}, {_many(things)}")
    if len(things) > 1:
        return Needed(Need.OPEN_FIRST, _many(things))
    return Needed(Need.ONE_THING) if things else Needed(Need.ONE_TAP)


def _many(things: list[str]) -> str:
    return "1 thing" if len(things) == 1 else f"{len(things)} things"


def things_in(draft: Draft) -> list[str]:
    """Return what a reviewer has to look at in a draft: what is missing, unsettled, without a source or
    against one, the questions that it may not answer, the tests of a repository that failed, and what runs by itself in
    it; else what it has to be compared with."""
    failing = [f"tests: {draft.change.failing}"] if draft.change and draft.change.failing else []
    sensitive = draft.change.sensitive[:1] if draft.change else ()
    remarks = [remark for remark in draft.remarks if remark.startswith((UNSOURCED, AGAINST, THEY_ASK))]
    things = [
        *draft.missing,
        *failing,
        *sensitive,
        *(check.criterion for check in draft.unsettled(*UNSETTLED)),
        *remarks,
    ]
    return things or [remark for remark in draft.remarks if remark.startswith(COMPARE)]
