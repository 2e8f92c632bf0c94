"""One person's own figures, from what they decided: how much, how soon, how often at once, and what waits.

They are for that person alone. Each rate has its denominator, and below five of them there is none.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from statistics import median
from typing import TypeVar

from storage.rules.facts import Event, Fact, Facts
from storage.rules.outcomes import JUDGED, Outcome
from storage.rules.spreads import LEAST, Share, Spread, spread
from storage.rules.weeks import week_of


class By(StrEnum):
    """What figures are split by."""

    WEEK = "week"
    STREAM = "stream"
    WORKER = "worker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of some decisions of one person. What is None has not enough to it yet.

    Attributes:
        wait: seconds from ready to decided.
        attention: seconds for a decision.
        at_once: approved as first handed in, of what was approved.
        rounds: how often a task was handed in until it was approved.
        overruled: approved although something was not met or in doubt, of all such drafts.
        sent_back: revised or rejected although nothing was, of all such drafts.
        waits: how much waits now, `oldest` and `age` for how many seconds: the longest, and the middle.
    """

    decided: int = 0
    outcomes: Mapping[Outcome, int] = field(default_factory=dict)
    wait: Spread | None = None
    attention: Spread | None = None
    at_once: Share = field(default_factory=Share)
    rounds: Spread | None = None
    overruled: Share = field(default_factory=Share)
    sent_back: Share = field(default_factory=Share)
    reopened: int = 0
    waits: int = 0
    oldest: float | None = None
    age: float | None = None

    @property
    def is_enough(self) -> bool:
        """Tell whether enough was decided for any rate."""
        return self.decided >= LEAST


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one week (its Monday), one stream (its name) or one worker."""

    name: str
    figures: Figures


T = TypeVar("T", bound=Event)


def figures(facts: Facts) -> Figures:
    """Return the figures of all that is there."""
    return _figures(facts.decided, facts.reopened, facts.waiting, facts.now)


def split(facts: Facts, by: By) -> tuple[Group, ...]:
    """Return the figures of each week, the newest first; of each stream or worker, those with most decisions first.

    What waits belongs to a stream and a worker, and to no week.
    """
    naming = _naming(by, facts.zone)
    decided, reopened = _named(facts.decided, naming), _named(facts.reopened, naming)
    waiting = _named(() if by is By.WEEK else facts.waiting, naming)
    names = sorted({*decided, *reopened, *waiting}, reverse=by is By.WEEK)
    groups = [
        Group(name, _figures(decided.get(name, ()), reopened.get(name, ()), waiting.get(name, ()), facts.now))
        for name in names
    ]
    return tuple(groups) if by is By.WEEK else tuple(sorted(groups, key=lambda group: -group.figures.decided))


def _naming(by: By, zone: str) -> Callable[[Event], str]:
    match by:
        case By.WEEK:
            return lambda one: str(week_of(one.at, zone))
        case By.STREAM:
            return lambda one: one.stream
        case By.WORKER:
            return lambda one: one.worker


def _named(events: Iterable[T], naming: Callable[[Event], str]) -> dict[str, list[T]]:
    named = dict[str, list[T]]()
    for one in events:
        named.setdefault(naming(one), []).append(one)
    return named


def _figures(decided: Sequence[Fact], reopened: Sequence[Event], waiting: Sequence[Event], now: datetime) -> Figures:
    approved = [one for one in decided if one.outcome is Outcome.APPROVED]
    drafts = [one for one in decided if one.judged and one.outcome in JUDGED]
    ages = [max(0.0, (now - one.at).total_seconds()) for one in waiting]
    return Figures(
        decided=len(decided),
        outcomes={kind: count for kind in Outcome if (count := sum(one.outcome is kind for one in decided))},
        wait=spread([max(0.0, (one.at - one.ready_at).total_seconds()) for one in decided]),
        attention=spread([seconds for one in decided if (seconds := one.attention) is not None]),
        at_once=_share(approved, lambda one: one.at_once),
        rounds=spread([float(one.rounds) for one in approved]),
        overruled=_share([one for one in drafts if one.doubted], lambda one: one.outcome is Outcome.APPROVED),
        sent_back=_share([one for one in drafts if not one.doubted], lambda one: one.outcome is not Outcome.APPROVED),
        reopened=len(reopened),
        waits=len(ages),
        oldest=max(ages, default=None),
        age=median(ages) if ages else None,
    )


def _share(facts: Sequence[Fact], holds: Callable[[Fact], bool]) -> Share:
    return Share(sum(map(holds, facts)), len(facts))
