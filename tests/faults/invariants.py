"""I1 to I7: what must be true after whatever happened to a process."""

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator, Set
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from storage import engine

Json = dict[str, Any]


@lru_cache
def books(url: str) -> sa.Engine:
    """Read from outside, as an auditor would."""
    where = url if engine.is_sqlite(url) else engine.psycopg_url(url)
    return sa.create_engine(where, poolclass=sa.NullPool)


Rows = Callable[[str], list[tuple[Any, ...]]]


def rows(url: str, sql: str) -> list[tuple[Any, ...]]:
    with snapshot(url) as read:
        return read(sql)


@contextlib.contextmanager
def snapshot(url: str) -> Iterator[Rows]:
    """All that is read is of one moment, whoever goes on writing."""
    with books(url).connect() as held:
        if not engine.is_sqlite(url):
            held = held.execution_options(isolation_level="REPEATABLE READ")
        yield lambda sql: [tuple(row) for row in held.exec_driver_sql(sql)]


def check(
    url: str,
    acked_tasks: Set[str],
    acked_decisions: Set[str],
    messages: list[Json],
    live: bool = False,
    unsaved: int = 0,
) -> None:
    """
    Args:
        unsaved: how many of those who clicked were told that it was not saved.
        live: another process goes on meanwhile, so that what Slack holds may be older than what is read here.
        acked_tasks: names of tasks whose command was acknowledged with a receipt.
        acked_decisions: keys of items whose click was acknowledged.
        messages: what Slack holds.
    """
    with snapshot(url) as read:
        _check(read, url, acked_tasks, acked_decisions, unsaved)
        posted_once(read, messages, live)


def _check(read: Rows, url: str, acked_tasks: Set[str], acked_decisions: Set[str], unsaved: int) -> None:
    if engine.is_sqlite(url):
        assert read("pragma integrity_check") == [("ok",)]
    kept = {f"T-{n}" for (n,) in read("select number from task")}
    assert acked_tasks <= kept, f"I1: acknowledged and lost: {acked_tasks - kept}"
    decided = {
        k for (k,) in read("select i.key from item i join decision d on d.item_id = i.id where d.undone_at is null")
    }
    lost = acked_decisions - decided
    assert len(lost) <= unsaved, f"I1: clicks acknowledged and lost: {lost}, of which {unsaved} were told so"
    twice = read(
        "select item_id, draft_version, count(*) from decision where undone_at is null group by 1, 2 having count(*) > 1"
    )
    assert twice == [], f"I2: decided twice: {twice}"
    replayed(read)
    slots = read(
        "select schedule_id, slot, count(*) from collection where slot is not null group by 1, 2 having count(*) > 1"
    )
    assert slots == [], f"I4: two digests of a slot: {slots}"
    assert read("select count(*) from task where team <> 'T01TEST'") == [(0,)], "I5"
    delivered = read("select decision_id, channel, count(*) from delivery group by 1, 2 having count(*) > 1")
    assert delivered == [], f"an effect twice: {delivered}"
    drafts = read("select task_id, version, count(*) from draft group by 1, 2 having count(*) > 1")
    assert drafts == [], f"a result twice: {drafts}"


def replayed(read: Rows) -> None:
    """I2: the history of each task leads, step by step, to the state that is stored."""
    for number, state in read("select number, state from task"):
        at = ""
        for was, became in read(
            f"select was, became from change where subject = 'T-{number}' "  # noqa: S608
            "and was <> '' and became <> '' and what <> 'void' order by id"
        ):
            assert at in ("", was), f"I2: T-{number} was {at}, then left {was}"
            at = became
        assert at in ("", state), f"I2: T-{number} is {state}, its history says {at}"


def posted_once(read: Rows, messages: list[Json], live: bool) -> None:
    """I3: each post is in Slack once, or not at all while it is pending or visibly failed."""
    there = Counter(m["metadata"]["event_payload"]["key"] for m in messages if m.get("metadata"))
    there += Counter(file["id"] for m in messages for file in m.get("files") or ())
    for key, surface, state, ts in read("select key, surface, state, ts from post"):
        key = ts if ts.startswith("F") else key  # files carry no key of ours: they are known by the id of the first
        if live:
            assert there[key] <= 1, f"I3: a {surface} is there {there[key]} times"
            continue
        allowed = {"sent": {1}, "pending": {0}, "failed": {0}, "sending": {0, 1}, "unknown": {0, 1}, "withdrawn": {0}}[
            state
        ]
        assert there[key] in allowed, f"I3: a {surface} that is {state} is there {there[key]} times"


def running(url: str) -> int:
    """Jobs that the database says are running."""
    table = "job where state = 'running'" if engine.is_sqlite(url) else "procrastinate_jobs where status = 'doing'"
    return int(rows(url, f"select count(*) from {table}")[0][0])


def settled(url: str) -> bool:
    """I7: nothing is stuck: no attempt under way, no promise that is due."""
    left = (
        "job where state in ('due', 'running') and kind"
        if engine.is_sqlite(url)
        else "procrastinate_jobs where status in ('todo', 'doing') and task_name"
    )
    ((busy,),) = rows(
        url,
        "select (select count(*) from attempt where state in ('due', 'running')) + "
        f"(select count(*) from {left} in ('attempt', 'effect', 'post', 'inbox'))",
    )
    return busy == 0
