"""I1 to I7: what must be true after whatever happened to a process."""

import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

Json = dict[str, Any]


def rows(home: Path, sql: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(home / "ledger.db") as held:
        return held.execute(sql).fetchall()


def check(home: Path, acked_tasks: set[str], acked_decisions: set[str], messages: list[Json]) -> None:
    """
    Args:
        acked_tasks: names of tasks whose command was acknowledged with a receipt.
        acked_decisions: keys of items whose click was acknowledged.
        messages: what Slack holds.
    """
    assert rows(home, "pragma integrity_check") == [("ok",)]
    kept = {f"T-{n}" for (n,) in rows(home, "select number from task")}
    assert acked_tasks <= kept, f"I1: acknowledged and lost: {acked_tasks - kept}"
    decided = {
        k
        for (k,) in rows(home, "select i.key from item i join decision d on d.item_id = i.id where d.undone_at is null")
    }
    assert acked_decisions <= decided, f"I1: clicks acknowledged and lost: {acked_decisions - decided}"
    twice = rows(
        home,
        "select item_id, draft_version, count(*) from decision where undone_at is null group by 1, 2 having count(*) > 1",
    )
    assert twice == [], f"I2: decided twice: {twice}"
    replayed(home)
    posted_once(home, messages)
    slots = rows(
        home,
        "select schedule_id, slot, count(*) from collection where slot is not null group by 1, 2 having count(*) > 1",
    )
    assert slots == [], f"I4: two digests of a slot: {slots}"
    assert rows(home, "select count(*) from task where team <> 'T01TEST'") == [(0,)], "I5"
    delivered = rows(home, "select decision_id, channel, count(*) from delivery group by 1, 2 having count(*) > 1")
    assert delivered == [], f"an effect twice: {delivered}"
    drafts = rows(home, "select task_id, version, count(*) from draft group by 1, 2 having count(*) > 1")
    assert drafts == [], f"a result twice: {drafts}"


def replayed(home: Path) -> None:
    """I2: the history of each task leads, step by step, to the state that is stored."""
    for number, state in rows(home, "select number, state from task"):
        at = ""
        for was, became in rows(
            home,
            f"select was, became from change where subject = 'T-{number}' "  # noqa: S608
            "and was <> '' and became <> '' and what <> 'void' order by id",
        ):
            assert at in ("", was), f"I2: T-{number} was {at}, then left {was}"
            at = became
        assert at in ("", state), f"I2: T-{number} is {state}, its history says {at}"


def posted_once(home: Path, messages: list[Json]) -> None:
    """I3: each post is in Slack once, or not at all while it is pending or visibly failed."""
    there = Counter(m["metadata"]["event_payload"]["key"] for m in messages if m.get("metadata"))
    for key, surface, state in rows(home, "select key, surface, state from post where surface <> 'delivery file'"):
        allowed = {"sent": {1}, "pending": {0}, "failed": {0}, "sending": {0, 1}, "unknown": {0, 1}}[state]
        assert there[key] in allowed, f"I3: a {surface} that is {state} is there {there[key]} times"


def settled(home: Path) -> bool:
    """I7: nothing is stuck: no attempt under way, no promise that is due."""
    (busy,) = rows(
        home,
        "select (select count(*) from attempt where state in ('due', 'running')) + "
        "(select count(*) from job where state in ('due', 'running') and kind in ('attempt', 'effect', 'post', 'inbox'))",
    )
    return busy[0] == 0
