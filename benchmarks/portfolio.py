"""Weeks of one person's decisions, simulated: what agents and colleagues hand in, and three ways to bring it.

Agents hand in by day and by night, as a Poisson process; colleagues when people are at work. Every fifth thing has
another behind it, which is made once the first is decided. Three sittings a day bring ten things at most. The load is
what comes in of what could be brought. Weights are lognormal(0, 1), and what waits behind a thing counts with it. A
thing takes longer or shorter than expected by a lognormal factor. What is never decided waits until the end.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush

from storage.rules import effort
from storage.rules.order_cost import SWITCH, Candidate, sitting
from storage.rules.ranking import Rule

DAYS, MOST, STREAMS = 60, 10, 6
SITTINGS, MORNING, EVENING, DAY = (9 * 60, 13 * 60, 16.5 * 60), 9 * 60, 17 * 60, 24 * 60  # minutes
WORDS, DOUBTS = (40, 80, 150, 400, 900, 2500), (0, 0, 1, 2, 4)
COLLEAGUES, FOLLOWED, LONGEST = 0.15, 0.2, 3  # shares of things, and things of a chain
WORK = 20  # minutes that an agent works on the next of a chain, at the median
SURPRISE = 0.3  # sigma of the factor between expected and real minutes
RECOVERY = 64 / 60  # minutes to find back after an interruption: Jackson, Dawson and Wilson 2003 (CACM 46(8), e-mail)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One thing that somebody hands in.

    Attributes:
        real: minutes that it will take, which nobody knows beforehand.
        work: minutes from the decision on the one before it until it is handed in.
        behind: what is made once it is decided.
    """

    shown: Candidate
    real: float
    work: float = 0.0
    by_colleague: bool = False
    behind: "Thing | None" = None

    def __lt__(self, other: "Thing") -> bool:
        return (self.shown.ready_at, self.shown.key) < (other.shown.ready_at, other.shown.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What some weeks cost a person.

    Attributes:
        waiting: weighted minutes from ready to decided.
        from_start: weighted minutes from the beginning of the sitting to the decision.
        weight: of all that came in.
        switches: changes of stream.
        attention: minutes, with those for the switches.
        closed: things that were decided.
        old: things that waited longer than a day.
    """

    waiting: float = 0.0
    from_start: float = 0.0
    weight: float = 0.0
    switches: int = 0
    attention: float = 0.0
    closed: int = 0
    old: int = 0


def arrivals(seed: int, load: float) -> list[Thing]:
    """Return what is handed in first of all, in the order of the clock; chains are inside of it."""
    dice, at, things = random.Random(seed), 0.0, list[Thing]()
    per_day = load * MOST * len(SITTINGS) / sum(FOLLOWED**n for n in range(LONGEST))
    while (at := at + dice.expovariate(per_day / DAY)) < DAYS * DAY:
        things.append(_thing(dice, LONGEST * len(things), at, dice.randrange(STREAMS), LONGEST))
    return sorted(things)


def _thing(dice: random.Random, key: int, at: float, stream: int, room: int) -> Thing:
    """Return a thing with all that comes behind it, which counts with it."""
    expected = effort.minutes(dice.choice(WORDS), dice.choice(DOUBTS))
    weight, by_colleague = dice.lognormvariate(0, 1), dice.random() < COLLEAGUES
    real, work = expected * dice.lognormvariate(0, SURPRISE), WORK * dice.lognormvariate(0, 1)
    followed = room > 1 and dice.random() < FOLLOWED
    behind = _thing(dice, key + 1, 0.0, stream, room - 1) if followed else None
    shown = Candidate(
        key=key,
        stream=stream,
        minutes=expected,
        weight=weight + (behind.shown.weight if behind else 0.0),
        ready_at=working(at) if by_colleague else at,
        behind=1 if behind else 0,
    )
    return Thing(shown=shown, real=real, work=work, by_colleague=by_colleague, behind=behind)


def next_of(thing: Thing, decided_at: float) -> Thing | None:
    """Return what is made now that a thing is decided, with the instant at which it is handed in."""
    if thing.behind is None:
        return None
    after = thing.behind
    ready = working(working(decided_at) + after.work) if after.by_colleague else decided_at + after.work
    return replace(after, shown=replace(after.shown, ready_at=ready))


def working(at: float) -> float:
    """Return the next minute at which somebody is at work."""
    day, minute = divmod(at, DAY)
    return day * DAY + MORNING + (DAY if minute >= EVENING else 0.0) if not MORNING <= minute < EVENING else at


def collected(things: Sequence[Thing], rule: Rule) -> Spent:
    """Return what it costs when three sittings a day bring what a rule chooses."""
    coming, ready, spent = list(things), dict[int, Thing](), Spent()
    heapify(coming)
    for begins in (day * DAY + at for day in range(DAYS) for at in SITTINGS):
        while coming and coming[0].shown.ready_at <= begins:
            thing = heappop(coming)
            ready[thing.shown.key] = thing
        shelf = [thing.shown for thing in ready.values()]
        last, now = None, begins
        for shown in rule(shelf, MOST, sitting(shelf)):
            thing, switched = ready.pop(shown.key), shown.stream != last
            took = thing.real + SWITCH * switched
            now, last = now + took, shown.stream
            spent = _closed(spent, shown, now, took, switched)
            spent = replace(spent, from_start=spent.from_start + shown.weight * (now - begins))
            if (following := next_of(thing, now)) is not None:
                heappush(coming, following)
    return _left(spent, [*ready.values(), *coming])


def pinged(things: Sequence[Thing]) -> Spent:
    """Return what it costs when each is looked at as it comes, in working hours: each tears out of something else, and
    it takes a while to find back."""
    coming, now, spent = list(things), 0.0, Spent()
    heapify(coming)
    while coming and coming[0].shown.ready_at < DAYS * DAY:
        thing = heappop(coming)
        took = SWITCH + thing.real
        now = working(max(now, thing.shown.ready_at)) + took
        spent = _closed(spent, thing.shown, now, took + RECOVERY, True)
        now += RECOVERY
        if (following := next_of(thing, now)) is not None:
            heappush(coming, following)
    return _left(spent, coming)


def _closed(spent: Spent, shown: Candidate, now: float, took: float, switched: bool) -> Spent:
    waited = now - shown.ready_at
    return replace(
        spent,
        waiting=spent.waiting + shown.weight * waited,
        weight=spent.weight + shown.weight,
        switches=spent.switches + switched,
        attention=spent.attention + took,
        closed=spent.closed + 1,
        old=spent.old + (waited > DAY),
    )


def _left(spent: Spent, left: Sequence[Thing]) -> Spent:
    """Count what is never decided: it waits until the end."""
    end = DAYS * DAY
    waits = [(thing.shown.weight, end - thing.shown.ready_at) for thing in left if thing.shown.ready_at < end]
    return replace(
        spent,
        waiting=spent.waiting + sum(weight * waited for weight, waited in waits),
        weight=spent.weight + sum(weight for weight, _ in waits),
        old=spent.old + sum(waited > DAY for _, waited in waits),
    )


def weeks(load: float, way: Callable[[Sequence[Thing]], Spent], seeds: Sequence[int]) -> Iterator[Spent]:
    """Yield what the same weeks cost by one way, for each seed."""
    for seed in seeds:
        yield way(arrivals(seed, load))
