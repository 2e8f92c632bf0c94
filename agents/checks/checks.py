"""Checks that need no model: each criterion by a rule of code, where one covers it."""

from collections.abc import Sequence
from dataclasses import replace

from agents.checks.always import always
from agents.checks.length import length
from agents.checks.plain_text import plain_text
from agents.checks.wanted_words import wanted_words
from storage.rules.own_words import without_frames, without_ours
from storage.rules.values.check import Check, Finding
from storage.rules.values.draft import Draft

EMPTY = "There is nothing in it to check."
NO_END = "The check did not come to an end."
UNASKED = "Nothing left over, no secret, links lead where they say"


def check(draft: Draft, criteria: Sequence[str]) -> Draft:
    """Return the draft with its checks: what `findings` says of its text."""
    return replace(draft, checks=tuple(findings(draft.body, criteria)))


def findings(body: str, criteria: Sequence[str]) -> Sequence[Check]:
    """Return a check for each criterion, and one for each leftover or secret, even if no criterion asks for it.
    A criterion that code cannot settle is `not checked`.
    """
    words, said = without_ours(body), plain_text(without_frames(body))
    checks = [
        _criterion(c, words, said) if words else Check(criterion=c, finding=Finding.NOT_CHECKED, evidence=EMPTY)
        for c in criteria
    ]
    return [*checks, *always(body)]


def unchecked(draft: Draft, criteria: Sequence[str]) -> Draft:
    """Return the draft with a check that says so for each criterion, because the checks did not come to an end."""
    left = [Check(criterion=criterion, finding=Finding.NOT_CHECKED, evidence=NO_END) for criterion in criteria]
    return replace(
        draft, checks=(*left, Check(criterion=UNASKED, finding=Finding.IN_DOUBT, evidence=NO_END, must=False))
    )


def _criterion(criterion: str, words: str, said: str) -> Check:
    """Return the check of one criterion.

    Args:
        words: the draft's own words, which are counted.
        said: the same, as it is compared, with the name that it greets.
    """
    found = length(criterion, words) or wanted_words(plain_text(criterion), said)
    return replace(found, criterion=criterion) if found else Check(criterion=criterion, finding=Finding.NOT_CHECKED)
