"""What a decision made of a thing, as figures tell it."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from storage.rules.values.decision import Verdict
from storage.rules.verdicts import ANSWERS


class Outcome(StrEnum):
    """What a decision made of a thing, as the figures tell it."""

    APPROVED = "approved"
    REVISED = "revised"
    REJECTED = "rejected"
    ANSWERED = "answered"
    MENDED = "mended"  # what did not work was tried again, given to somebody, or ended


OUTCOMES: Mapping[Verdict, Outcome] = MappingProxyType(
    {verdict: Outcome.ANSWERED if verdict in ANSWERS else Outcome.MENDED for verdict in Verdict}
    | {Verdict.APPROVE: Outcome.APPROVED, Verdict.REVISE: Outcome.REVISED, Verdict.REJECT: Outcome.REJECTED}
)
JUDGED = frozenset({Outcome.APPROVED, Outcome.REVISED, Outcome.REJECTED})  # they say something of a draft
