"""One person's own figures, from what they decided: how much, how soon, how often at once, and what waits.

They are for that person alone. Each rate has its denominator, and below five of them there is none.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median
from types import MappingProxyType
from typing import TypeVar
from zoneinfo import ZoneInfo

from storage.rules.values.decision import Verdict
from storage.rules.verdicts import ANSWERS

LEAST = 5  # of what is counted: below there is no rate, and no middle
QUICKEST, SLOWEST = 1.0, 30 * 60.0  # seconds between a look and a decision that were one act


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


_OF_DRAFTS = frozenset({Outcome.APPROVED, Outcome.REVISED, Outcome.REJECTED})


class By(StrEnum):
    """What figures are split by."""

    WEEK = "week"
    STREAM = "stream"
    WORKER = "worker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that is counted: when it was, in which stream, and whose work it was about.

    Attributes:
        stream: its name; empty for none.
    """

    at: datetime
    stream: str = ""
    worker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Event):
    """One decision of a person that was not undone.

    Attributes:
        ready_at: when it began to wait for them.
        seconds: of attention, where that was measured.
        at_once: whether the draft was decided as it first came.
        rounds: how often the task was handed in up to then.
        judged: whether any check of the draft was looked at, and `doubted` whether one was not met or in doubt.
    """

    verdict: Verdict
    ready_at: datetime
    opened_at: datetime | None = None
    seconds: float | None = None
    at_once: bool = False
    rounds: int = 1
    judged: bool = False
    doubted: bool = False

    @property
    def outcome(self) -> Outcome:
        """What the decision made of the thing."""
        return OUTCOMES[self.verdict]

    @property
    def attention(self) -> float | None:
        """The seconds that it took: measured, else from the look to the decision where that was one act."""
        if self.seconds is not None and self.seconds > 0:
            return self.seconds
        took = (self.at - self.opened_at).total_seconds() if self.opened_at else 0.0
        return took if QUICKEST <= took <= SLOWEST else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the figures of a person are made from.

    Attributes:
        first: the Monday of the first week, in `zone`.
        reopened: what they opened again.
        waiting: what waits for their decision, each since when.
        full: whether there are more decisions than were read; then those are the newest.
    """

    now: datetime
    zone: str
    first: date
    decided: tuple[Fact, ...] = ()
    reopened: tuple[Event, ...] = ()
    waiting: tuple[Event, ...] = ()
    full: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a number, such as 27 of 30."""

    part: int = 0
    of: int = 0

    @property
    def is_enough(self) -> bool:
        """Tell whether there are enough for a rate."""
        return self.of >= LEAST


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The middle of some values, and what nine in ten do not exceed."""

    middle: float
    most: float
    of: int


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


def of_week(facts: Facts, monday: date) -> Figures:
    """Return the figures of one week, without what waits now."""
    return _figures(
        [one for one in facts.decided if week_of(one.at, facts.zone) == monday],
        [one for one in facts.reopened if week_of(one.at, facts.zone) == monday],
        (),
        facts.now,
    )


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


def weeks(facts: Facts) -> tuple[date, ...]:
    """Return the Monday of each week from the first to the present one."""
    last = week_of(facts.now, facts.zone)
    return tuple(facts.first + timedelta(weeks=n) for n in range((last - facts.first).days // 7 + 1))


def week_of(at: datetime, zone: str) -> date:
    """Return the Monday of the week of an instant, in a person's zone."""
    day = at.astimezone(ZoneInfo(zone)).date()
    return day - timedelta(days=day.weekday())


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
    drafts = [one for one in decided if one.judged and one.outcome in _OF_DRAFTS]
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


def spread(values: Sequence[float]) -> Spread | None:
    """Return the middle of values, and the least that nine in ten do not exceed; None below five."""
    if len(values) < LEAST:
        return None
    ordered = sorted(values)
    return Spread(middle=median(ordered), most=ordered[math.ceil(0.9 * len(ordered)) - 1], of=len(ordered))
