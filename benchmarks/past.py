"""The rows that closed tasks leave behind, by their numbers: what is asked, worked, decided and told."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.ledger import index
from storage.tables import (
    attempt,
    call,
    change,
    check,
    collected,
    collection,
    decision,
    delivery,
    draft,
    inbox,
    item,
    post,
    task,
    task_words,
)

TEAM, PEOPLE, A_DAY = "T01TEST", 50, 183  # tasks closed in a day
WHO = "U00000"  # whose requests are measured
OPEN = 20  # things that wait for them
RARE, COMMON = "zephyr", "quarterly"  # words of twenty of their tasks, and of every tenth task
WORKERS = ("writer", "researcher", "coder", "analyst", "critic")
FINDINGS = ("met", "met", "met", "in doubt", "not met")
BATCH = 5_000
Make = Callable[[int], dict[str, Any]]


def user(n: int) -> str:
    return f"U{n % PEOPLE:05}"


def reviewer(n: int) -> str:
    return user(n + (n // PEOPLE) % 5 // 4)  # every fifth task is decided by a colleague


def title(n: int, count: int) -> str:
    rare = RARE if n % PEOPLE == 0 and n // PEOPLE % max(1, count // PEOPLE // 20) == 0 else "memo"
    return f"Write the {COMMON if n % 10 == 0 else 'weekly'} {rare} of customer {n % 977} about matter {n % 311}"


def work(
    numbers: range, at: Callable[[int], datetime], title: Callable[[int], str], state: str
) -> Iterator[tuple[sa.Table, list[dict[str, Any]]]]:
    def end(n: int) -> datetime | None:
        return at(n) if state == "approved" else None

    yield _rows(
        task,
        numbers,
        lambda n: {
            "id": n,
            "number": n,
            "key": f"task-{n}",
            "state": state,
            "title": title(n),
            "goal": f"{title(n)}. Keep it short.",
            "worker": WORKERS[n % 5],
            "assigner": user(n),
            "reviewer": reviewer(n),
            "channel": f"C{n % 20:05}",
            "brief": {
                "criteria": ["short"],
                "to": [],
                "sources": [{"name": "notes.md", "text": "We ship on 3 March."}],
            },
            "draft_version": 1,
            "made_at": at(n) - timedelta(hours=3),
            "changed_at": at(n),
        },
    )
    yield _rows(
        task_words,
        numbers,
        lambda n: {"task_id": n, "words": index.words_of_task(TEAM, title(n), "Keep it short", (user(n), reviewer(n)))},
    )
    yield _rows(
        attempt,
        numbers,
        lambda n: {
            "id": n,
            "task_id": n,
            "draft_version": 1,
            "generation": 1,
            "state": "done",
            "points": [],
            "batch": 1,
            "made_at": at(n) - timedelta(hours=3),
            "began_at": at(n) - timedelta(hours=3),
            "ended_at": at(n) - timedelta(hours=3) + timedelta(seconds=40 + n % 500),
        },
    )
    yield _rows(
        draft,
        numbers,
        lambda n: {
            "id": n,
            "task_id": n,
            "version": 1,
            "title": title(n),
            "summary": "Two lines",
            "body": "A line of text.\n" * 20,
            "made_by": "writer",
            "made_at": at(n) - timedelta(hours=2),
            "spent": {"tokens_in": 800, "tokens_out": 100, "micros": 400 + n % 90},
        },
    )
    yield _rows(
        check,
        numbers,
        lambda n: {
            "draft_id": n,
            "criterion": "short",
            "finding": FINDINGS[n % 5],
            "evidence": "“A line”",
            "must": True,
        },
    )
    yield _rows(
        item,
        numbers,
        lambda n: {
            "id": n,
            "key": f"item-{n}",
            "task_id": n,
            "kind": "draft",
            "reviewer": reviewer(n),
            "draft_version": 1,
            "words": 80,
            "doubts": n % 2,
            "made_at": at(n) - timedelta(hours=2),
            "brought_at": at(n) - timedelta(hours=1),
            "opened_at": at(n) - timedelta(minutes=2) if n // PEOPLE % 20 == 0 else None,
            "closed_at": end(n),
        },
    )


def decided(numbers: range, at: Callable[[int], datetime]) -> Iterator[tuple[sa.Table, list[dict[str, Any]]]]:
    yield _rows(
        decision,
        numbers,
        lambda n: {
            "id": n,
            "item_id": n,
            "draft_version": 1,
            "verdict": "reject" if n % 9 == 0 else "approve",
            "who": reviewer(n),
            "points": [],
            "at": at(n),
            "effect_due": at(n),
            "effected_at": at(n),
        },
    )
    yield _rows(
        delivery,
        numbers,
        lambda n: {
            "id": n,
            "decision_id": n,
            "task_id": n,
            "channel": f"C{n % 20:05}",
            "state": "sent",
            "made_at": at(n),
        },
    )


def told(
    numbers: range, recent: list[int], at: Callable[[int], datetime]
) -> Iterator[tuple[sa.Table, list[dict[str, Any]]]]:
    yield _rows(
        collection,
        numbers,
        lambda n: {
            "id": n,
            "kind": "slot",
            "reviewer": reviewer(n),
            "made_at": at(n) - timedelta(hours=1),
            "tapped_at": at(n),
        },
    )
    yield _rows(
        collected,
        numbers,
        lambda n: {"collection_id": n, "item_id": n, "position": 1, "why": "from today", "minutes": 1.0},
    )
    yield (
        post,
        [
            row
            for n in numbers
            for row in (
                _post(2 * n, f"D{reviewer(n)[1:]}", "digest", n, reviewer(n), at(n)),
                _post(2 * n + 1, f"C{n % 20:05}", "delivery", n, user(n), at(n)),
            )
        ],
    )
    steps = ("assign", "begin", "hand in", "collect", "posted", "approve", "deliver")
    yield (
        change,
        [
            {"team": TEAM, "at": at(n), "who": reviewer(n), "what": what, "subject": f"T-{n}", "why": "A title"}
            for n in numbers
            for what in steps
        ],
    )
    yield _rows(
        call,
        numbers,
        lambda n: {
            "task_id": n,
            "attempt_id": n,
            "who": user(n),
            "day": f"{at(n):%Y-%m-%d}",
            "model": "m",
            "tokens_in": 800,
            "tokens_out": 100,
            "micros": 400,
            "at": at(n),
        },
    )
    yield inbox, [row for n in recent for row in _keys(n, at(n))]


def _keys(n: int, at: datetime) -> list[dict[str, Any]]:
    return [{"team": TEAM, "key": f"c:{n}:{step}", "subject": f"task-{n}", "kept": None, "at": at} for step in range(3)]


def _post(id_: int, channel: str, surface: str, subject: int, owner: str, at: datetime) -> dict[str, Any]:
    named = {
        "id": id_,
        "team": TEAM,
        "key": f"post-{id_}",
        "channel": channel,
        "surface": surface,
        "subject": str(subject),
    }
    return named | {"state": "sent", "ts": f"{id_}.000100", "owner": owner, "made_at": at, "sent_at": at}


def _rows(table: sa.Table, numbers: range | list[int], make: Make) -> tuple[sa.Table, list[dict[str, Any]]]:
    return table, [{"team": TEAM, **make(n)} for n in numbers]
