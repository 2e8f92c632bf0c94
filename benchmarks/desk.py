"""Weeks of one person's decisions, simulated: collections in our order, beside first-in-first-out and a ping for each.

Agents hand in by day and by night, as a Poisson process; three sittings a day bring ten things at most. The load is
what comes in of what could be brought. Weights are lognormal(0, 1), a change of stream takes two minutes. What is never
decided waits until the end. All three see the same things.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.rows import Row, spread
from storage.rules import effort
from storage.rules.ranking import Rule, choose, oldest_first
from storage.rules.sitting import SWITCH, Candidate, sitting

SEEDS, DAYS, MOST, STREAMS = range(20261125, 20261135), 60, 10, 6
SITTINGS, MORNING, EVENING, DAY = (9 * 60, 13 * 60, 16.5 * 60), 9 * 60, 17 * 60, 24 * 60  # minutes
WORDS, DOUBTS = (40, 80, 150, 400, 900, 2500), (0, 0, 1, 2, 4)
LESS_WAITING, LESS_FROM_START, FEWER_SWITCHES = 0.3, 0.25, 0.2


@dataclass(frozen=True, slots=True)
class Spent:
    """Weighted minutes from ready, and from the beginning of the sitting, to the decision; changes of stream."""

    waiting: float
    from_start: float
    switches: int


def arrivals(seed: int, load: float) -> list[Candidate]:
    """Return what is handed in, in the order of the clock."""
    dice, at, things = random.Random(seed), 0.0, list[Candidate]()
    while (at := at + dice.expovariate(load * MOST * len(SITTINGS) / DAY)) < DAYS * DAY:
        minutes = effort.minutes(dice.choice(WORDS), dice.choice(DOUBTS))
        things.append(
            Candidate(
                key=len(things),
                stream=dice.randrange(STREAMS),
                minutes=minutes,
                weight=dice.lognormvariate(0, 1),
                ready_at=at,
            )
        )
    return things


def collected(things: Sequence[Candidate], rule: Rule) -> Spent:
    waiting, left, switches, from_start = 0.0, {thing.key: thing for thing in things}, 0, 0.0
    for begins in (day * DAY + at for day in range(DAYS) for at in SITTINGS):
        ready = [thing for thing in left.values() if thing.ready_at <= begins]
        last, now = None, begins
        for thing in rule(ready, MOST, sitting(ready)):
            switched = thing.stream != last
            now, last = now + thing.minutes + SWITCH * switched, thing.stream
            switches += switched
            waiting += thing.weight * (now - thing.ready_at)
            from_start += thing.weight * (now - begins)
            del left[thing.key]
    never = sum(thing.weight * (DAYS * DAY - thing.ready_at) for thing in left.values())
    return Spent(waiting + never, from_start, switches)


def pinged(things: Sequence[Candidate]) -> Spent:
    """Each is looked at when it comes, in working hours, and tears out of something else."""
    now, waiting = 0.0, 0.0
    for thing in things:
        now = _working(max(now, thing.ready_at)) + SWITCH + thing.minutes
        waiting += thing.weight * (now - thing.ready_at)
    return Spent(waiting, 0.0, len(things))


def _working(at: float) -> float:
    """Return the next minute at which somebody is at work."""
    day, minute = divmod(at, DAY)
    return day * DAY + MORNING + (DAY if minute >= EVENING else 0.0) if not MORNING <= minute < EVENING else at


@dataclass(frozen=True, slots=True)
class Weeks:
    """By seed."""

    ours: list[Spent]
    oldest: list[Spent]
    pings: list[Spent]

    def less(self, what: Callable[[Spent], float]) -> list[float]:
        """Return by how much ours is less than first-in-first-out."""
        return [1 - what(here) / what(there) for here, there in zip(self.ours, self.oldest, strict=True)]


def weeks(load: float, rule: Rule, seeds: Sequence[int]) -> Weeks:
    all_things = [arrivals(seed, load) for seed in seeds]
    return Weeks(
        [collected(things, rule) for things in all_things],
        [collected(things, oldest_first) for things in all_things],
        [pinged(things) for things in all_things],
    )


async def rows(rule: Rule = choose, seeds: Sequence[int] = SEEDS) -> list[Row]:
    """`rule` stands in the place of the app's."""
    full, usual = weeks(0.95, rule, seeds), weeks(0.8, rule, seeds)
    switches = usual.less(lambda spent: spent.switches)
    return [
        saved("desk, load 0.95", "weighted waiting", full.less(lambda spent: spent.waiting), LESS_WAITING),
        saved("desk, load 0.8", "weighted waiting", usual.less(lambda spent: spent.waiting), None),
        saved("desk, load 0.8", "from sitting down", usual.less(lambda spent: spent.from_start), LESS_FROM_START),
        saved("desk, load 0.8", "switches", switches, FEWER_SWITCHES),
        interrupted(usual),
    ]


def saved(name: str, what: str, less: Sequence[float], bar: float | None) -> Row:
    mean = sum(less) / len(less)
    told, ok = f"at least {bar:.0%}" if bar else "told", bar is None or mean >= bar
    return Row(name, f"{mean:.0%} less: {what}", "first-in-first-out", "", told, ok, spread(less, "{:.0%}".format))


def interrupted(usual: Weeks) -> Row:
    """A ping for each result is answered sooner, and each is an interruption."""
    ours, pings = (sum(spent.switches for spent in all_of_them) for all_of_them in (usual.ours, usual.pings))
    sittings = len(SITTINGS) * DAYS * len(usual.ours)
    return Row(
        "desk, load 0.8",
        f"{sittings} interruptions, {ours} switches",
        f"{pings} with a ping for each",
        "",
        "told",
        True,
    )
