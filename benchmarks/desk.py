"""Sixty days of one person's decisions: collections in our order, beside first-in-first-out and a ping for each."""

from collections.abc import Sequence
from functools import partial

from benchmarks import desk_page
from benchmarks.desk_page import Compared, mean, per_decision
from benchmarks.portfolio import DAYS, SITTINGS, collected, pinged, weeks
from benchmarks.rows import Row, spread
from storage.rules.ranking import Rule, choose, oldest_first

SEEDS, LOADS = range(20261125, 20261155), (0.6, 0.8, 0.95, 1.1)
LESS_WAITING, LESS_FROM_START, FEWER_SWITCHES = 0.3, 0.25, 0.2


def compared(load: float, rule: Rule = choose, seeds: Sequence[int] = SEEDS) -> Compared:
    """Play the same weeks by each way.

    Args:
        rule: stands in the place of the app's.
    """
    return Compared(
        load=load,
        ours=list(weeks(load, partial(collected, rule=rule), seeds)),
        oldest=list(weeks(load, partial(collected, rule=oldest_first), seeds)),
        pings=list(weeks(load, pinged, seeds)),
    )


async def rows(rule: Rule = choose, seeds: Sequence[int] = SEEDS) -> list[Row]:
    """`rule` stands in the place of the app's."""
    all_loads = [compared(load, rule, seeds) for load in LOADS]
    if rule is choose and seeds is SEEDS:
        desk_page.write(all_loads)
    return [row for one in all_loads for row in judged(one)]


def judged(one: Compared) -> list[Row]:
    """Return the rows of one load; the bars are those of the loads that they were set for."""
    name = f"desk, load {one.load:g}"
    bars = {0.95: (LESS_WAITING, None, None), 0.8: (None, LESS_FROM_START, FEWER_SWITCHES)}
    waiting, from_start, switches = bars.get(one.load, (None, None, None))
    return [
        saved(name, "weighted waiting", one.less(lambda spent: spent.waiting), waiting),
        saved(name, "from sitting down", one.less(lambda spent: spent.from_start), from_start),
        saved(name, "switches", one.less(lambda spent: spent.switches), switches),
        attention(name, one),
    ]


def saved(name: str, what: str, less: Sequence[float], bar: float | None) -> Row:
    mean = sum(less) / len(less)
    told, ok = f"at least {bar:.0%}" if bar else "told", bar is None or mean >= bar
    return Row(
        name=name,
        ours=f"{mean:.0%} less: {what}",
        reference="first-in-first-out",
        ratio="",
        bar=told,
        ok=ok,
        spread=spread(less, "{:.0%}".format),
    )


def attention(name: str, one: Compared) -> Row:
    """A ping for each result is answered sooner, and each is an interruption."""
    ours, pings = per_decision(one.ours), per_decision(one.pings)
    sittings = len(SITTINGS) * DAYS
    beside = f"{pings:.1f} with a ping for each, {mean(one.pings, lambda s: s.closed):.0f} interruptions"
    return Row(
        name=name,
        ours=f"{ours:.1f} min of attention a decision, {sittings} sittings",
        reference=beside,
        ratio="",
        bar="told",
        ok=True,
    )
