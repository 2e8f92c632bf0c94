"""What was found about one criterion of a draft."""

from dataclasses import dataclass
from enum import StrEnum


class Finding(StrEnum):
    """The judgement of the critic on one criterion."""

    MET = "met"
    NOT_MET = "not met"
    IN_DOUBT = "in doubt"
    NOT_CHECKED = "not checked"


DOUBTFUL = (Finding.NOT_MET, Finding.IN_DOUBT)  # what a reviewer may overrule


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One criterion of a draft, with the evidence for what was found."""

    criterion: str
    finding: Finding
    evidence: str = ""
    must: bool = True
    wrong: str = ""  # who said that the critic was wrong
