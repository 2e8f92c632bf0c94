"""What views draw of how drafts were decided."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The figures of a worker's drafts that were decided.

    Attributes:
        at_once: approved as first handed in, of `decided`.
        minutes: the median from its start to its hand-in.
        micros: the median cost of a draft, in millionths of a dollar; None where a price is not known.
    """

    decided: int
    at_once: int
    minutes: float | None
    micros: int | None


@dataclass(frozen=True, slots=True)
class Overruled:
    """The number of decisions against the critic: a critic that only agrees is a defect.

    Attributes:
        strict: approved at once although something was not met or in doubt.
        kind: sent back or rejected although nothing was.
        doubted: checks that were not met or in doubt.
        wrong: of these, where its reviewer said that the critic was wrong.
    """

    judged: int
    strict: int
    kind: int
    doubted: int = 0
    wrong: int = 0
