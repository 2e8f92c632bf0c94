"""The order that is shown: 5 of 9 in the message itself, beside an exact solver over subsets of this benchmark's own.

The solver knows no rule of ours: it shares with the app what a minute of reading and an hour of waiting are, no more.
"""

import random
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from benchmarks.rows import Row, spread
from bot.views.digest.digest import digest
from storage import engine
from storage.ledger import people
from storage.ledger.collections import asked_for
from storage.ledger.core import opening
from storage.ledger.core.ledger import Ledger, Terms, Tx, new_key
from storage.ledger.queries import reading
from storage.ledger.shelf import choosing, shelves
from storage.rules import effort, ranking, weighing
from storage.rules.ranking import Rule
from storage.tables import draft, item, person, stream, task

INSTANCES, ITEMS, MOST, SEED, BAR = 1000, 9, 5, 20261124, 0.02
TEAM, NOW, SWITCH = "T01TEST", datetime(2026, 11, 24, 13, tzinfo=UTC), 2.0
BRIEF = {"criteria": [], "to": [], "sources": []}


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that waits, by its task's number; stream 0 is that of all that have none."""

    number: int
    stream: int
    words: int
    doubts: int
    made_at: datetime
    due_at: datetime | None

    @property
    def minutes(self) -> float:
        return effort.minutes(self.words, self.doubts)

    @property
    def weight(self) -> float:
        return weighing.weight(NOW, self.made_at, self.due_at)


def instance(dice: random.Random, first: int) -> list[Thing]:
    """Short and long, old and new, due or not, of one stream or each of its own; a third of them full of equals."""
    streams, due, equal = dice.randint(0, ITEMS), dice.choice((0.0, 0.3, 0.9)), dice.random() < 1 / 3
    sizes = dice.choice(((40, 80), (20, 60, 150, 400, 900, 2500), range(20, 900)))
    return [
        Thing(
            number=first + n,
            stream=dice.randint(0, streams),
            words=sizes[0] if equal else dice.choice(sizes),
            doubts=0 if equal else dice.choice((0, 0, 1, 2, 4)),
            made_at=NOW
            - timedelta(hours=3 if equal else dice.expovariate(1 / 30), seconds=n if dice.random() < 0.5 else 0),
            due_at=NOW + timedelta(hours=dice.uniform(-24, 120)) if dice.random() < due else None,
        )
        for n in range(ITEMS)
    ]


def cost(order: Sequence[Thing], things: Sequence[Thing]) -> float:
    """Weighted minutes of waiting while an order is worked through; what is left out waits all along."""
    total, left, last = 0.0, sum(t.weight for t in things), -1
    for thing in order:
        total += left * (thing.minutes + (SWITCH if thing.stream != last else 0.0))
        left, last = left - thing.weight, thing.stream
    return total


def optimum(things: Sequence[Thing]) -> float:
    """Return the least cost of any ordered choice: states are (set of chosen, last stream), no rule assumed."""
    total, layer = sum(t.weight for t in things), {(0, -1): 0.0}
    minutes, weights = [t.minutes for t in things], [t.weight for t in things]
    for _ in range(MOST):
        following: dict[tuple[int, int], float] = {}
        for (chosen, last), so_far in layer.items():
            left = total - sum(w for n, w in enumerate(weights) if chosen >> n & 1)
            for n, thing in enumerate(things):
                if not chosen >> n & 1:
                    price = so_far + left * (minutes[n] + (SWITCH if thing.stream != last else 0.0))
                    state = chosen | 1 << n, thing.stream
                    following[state] = min(price, following.get(state, price))
        layer = following
    return min(layer.values())


def fifo(things: Sequence[Thing]) -> list[Thing]:
    return sorted(things, key=lambda t: (t.made_at, t.number))[:MOST]


def name(which: int) -> str:
    return f"U{which:05}"


def fill(tx: Tx, instances: Sequence[Sequence[Thing]]) -> None:
    """A person for each instance, for whom its things are ready."""
    people.ensure_workspace(tx, TEAM, "Test")
    usual = {"team": TEAM, "zone": "UTC", "most": MOST, "seen_at": tx.now, "profile_at": tx.now, "welcomed_at": tx.now}
    tx.conn.execute(sa.insert(person), [{**usual, "user": name(n)} for n in range(len(instances))])
    streams = [{"team": TEAM, "name": f"S{n}", "slug": f"s{n}", "made_at": tx.now} for n in range(1, ITEMS + 1)]
    tx.conn.execute(sa.insert(stream), streams)
    for which, things in enumerate(instances):
        tx.conn.execute(sa.insert(task), [_task(t, name(which)) for t in things])
        tx.conn.execute(sa.insert(draft), [_draft(t) for t in things])
        tx.conn.execute(sa.insert(item), [_item(t, name(which)) for t in things])


def _task(thing: Thing, user: str) -> dict[str, object]:
    usual = {"team": TEAM, "state": "ready", "title": "Memo", "goal": "Memo", "worker": "writer", "draft_version": 1}
    who = {"assigner": user, "reviewer": user, "brief": BRIEF, "key": new_key(), "made_at": NOW, "changed_at": NOW}
    return {**usual, **who, "number": thing.number, "stream_id": thing.stream or None, "due_at": thing.due_at}


def _draft(thing: Thing) -> dict[str, object]:
    usual = {"team": TEAM, "version": 1, "title": "Memo", "summary": "A line", "body": "x", "made_by": "x"}
    return {**usual, "task_id": thing.number, "made_at": NOW}


def _item(thing: Thing, user: str) -> dict[str, object]:
    what = {"words": thing.words, "doubts": thing.doubts, "made_at": thing.made_at, "draft_version": 1}
    return {**what, "team": TEAM, "key": new_key(), "task_id": thing.number, "kind": "draft", "reviewer": user}


async def shown(ledger: Ledger, user: str, rule: Rule) -> list[int]:
    """Return the numbers of the tasks in a person's message, as they stand there."""
    who = await ledger.see(people.find, TEAM, user)
    assert who is not None
    choice = await ledger.see(choosing.choose, shelves.of_person(who, rest=True), rule)
    made = await ledger.do(asked_for.collect_now, who, None, 0, choice)
    assert made is not None
    view = await ledger.see(reading.collected_view, TEAM, made.id)
    assert view is not None
    return [int(number) for number in re.findall(r"· T-(\d+)\*", str(digest(view, NOW, timedelta(0)).blocks))]


async def rows(rule: Rule = ranking.choose, count: int = INSTANCES) -> list[Row]:
    """Judge the messages of many people; `rule` stands in the place of the app's."""
    dice = random.Random(SEED)
    instances = [instance(dice, 1 + ITEMS * n) for n in range(count)]
    with tempfile.TemporaryDirectory() as home:
        ledger = opening.opened(engine.sqlite_url(Path(home)), Terms(), lambda: NOW)
        await ledger.do(fill, instances)
        orders = [await shown(ledger, name(n), rule) for n in range(count)]
        ledger.close()
    return judged(
        instances,
        [[things[n - things[0].number] for n in order] for things, order in zip(instances, orders, strict=True)],
    )


def judged(instances: Sequence[Sequence[Thing]], orders: Sequence[Sequence[Thing]]) -> list[Row]:
    assert all(len(set(order)) == MOST for order in orders)
    least = [optimum(things) for things in instances]
    ours = [cost(order, things) for order, things in zip(orders, instances, strict=True)]
    oldest = [cost(fifo(things), things) for things in instances]
    gaps = [cost / best - 1 for cost, best in zip(ours, least, strict=True)]
    assert min(gaps) > -1e-9
    mean = sum(gaps) / len(gaps)
    reference = f"{sum(oldest) / sum(least) - 1:.0%} first-in-first-out"
    worse = sum(cost > first + 1e-9 for cost, first in zip(ours, oldest, strict=True))
    told = f"{spread(gaps, '{:.2%}'.format)}, {max(gaps):.1%} at most"
    return [
        Row(
            name="order",
            ours=f"{mean:.2%} over the optimum",
            reference=reference,
            ratio="",
            bar=f"at most {BAR:.0%} on average",
            ok=mean <= BAR,
            spread=told,
        ),
        Row(
            name="order",
            ours=f"{worse} of {len(gaps)} worse",
            reference="first-in-first-out",
            ratio="",
            bar="never worse",
            ok=worse == 0,
        ),
    ]
