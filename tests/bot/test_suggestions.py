"""Receipts wait together for what models add to their briefs."""

import asyncio
from collections.abc import Collection
from types import SimpleNamespace
from typing import Any

import pytest

from bot.surfaces import suggestions
from bot.surfaces.suggestions import Suggestions


class Desk:
    """A desk whose ledger gives these answers, one a look, and after them nothing."""

    team = "T01TEST"

    def __init__(self, *answers: set[str] | Exception) -> None:
        self.answers, self.asked, self.tasks = list(answers), list[tuple[str, ...]](), list[asyncio.Task[None]]()
        self.ledger = SimpleNamespace(see=self.see)

    async def see(self, _query: Any, _team: str, keys: Collection[str]) -> set[str]:
        self.asked.append(tuple(keys))
        answer = self.answers.pop(0) if self.answers else set[str]()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def after(self, work: Any) -> None:
        self.tasks.append(asyncio.get_running_loop().create_task(work))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggestions, "LOOK", 0.01)


async def test_a_look_that_fails_keeps_nobody_from_the_next() -> None:
    desk: Any = Desk(OSError("the database is away"), {"one"}, {"two"})
    waiting = Suggestions(desk)
    assert await asyncio.gather(waiting.came("one"), waiting.came("two")) == [True, True]
    assert desk.asked == [("one", "two"), ("one", "two"), ("two",)]


async def test_two_receipts_of_one_task_both_hear_of_it() -> None:
    desk: Any = Desk(set(), {"one"})
    waiting = Suggestions(desk)
    assert await asyncio.gather(waiting.came("one"), waiting.came("one")) == [True, True]


async def test_what_never_comes_is_waited_for_so_long_and_looked_for_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggestions, "WITHIN", 0.05)
    desk: Any = Desk()
    waiting = Suggestions(desk)
    assert await waiting.came("one") is False
    await asyncio.gather(*desk.tasks)
    looks = len(desk.asked)
    await asyncio.sleep(0.05)
    assert len(desk.asked) == looks > 0
    desk.answers = [{"two"}]
    assert await waiting.came("two") is True


async def test_who_is_cut_off_is_not_looked_for_any_more() -> None:
    desk: Any = Desk()
    gone = asyncio.create_task(Suggestions(desk).came("one"))
    await asyncio.sleep(0.03)
    gone.cancel()
    await asyncio.wait([gone, *desk.tasks], timeout=5)
    assert all(task.done() for task in desk.tasks)
