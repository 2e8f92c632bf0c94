"""One person leaves places, commands and files for the others."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agents.roster.contract import Plain
from bot.people.rates import MINUTE, Rate
from bot.setup.bounds import Budget
from bot.setup.per_person import PerPerson
from storage.ledger.work.assignment import Assignment
from storage.rules.values.draft import Draft
from storage.tables import task
from tests.world import ALICE, BOB, count, wait_for, words, world

NOTES = "Bob: We decided to ship on 3 March.\nAlice: Who tells the partners?\n"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Slowly(Plain):
    """A worker that notes for whom it begins, and ends when it is let."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.go_on = asyncio.Event()

    async def work(self, given: Assignment) -> Draft:
        self.begun.append(given.task.assigner)
        await self.go_on.wait()
        return Draft(
            version=given.version, title="Memo", summary="Two lines", body="One line", made_by="made by a test"
        )


async def test_the_one_task_of_a_colleague_begins_before_the_many_of_one_person(tmp_path: Path) -> None:
    worker = Slowly()
    async with world(tmp_path, workers={"writer": worker}, attempts=4) as sluice:
        await sluice.said("/sluice", BOB)
        for n in range(12):
            await sluice.said(f"/assign writer: Task {n}", BOB)
        await wait_for(lambda: begun(worker, BOB), "Bob's first begins")
        await sluice.said("/assign writer: Mine", ALICE)
        await wait_for(lambda: begun(worker, ALICE), "Alice's begins while Bob's are at work")
        assert worker.begun.count(BOB) == 1
        worker.go_on.set()
        await wait_for(lambda: begun(worker, BOB, 12), "all of Bob's begin")


async def begun(worker: Slowly, user: str, times: int = 1) -> bool:
    return worker.begun.count(user) >= times


async def test_more_commands_than_one_person_has_in_a_minute_are_told_so(tmp_path: Path) -> None:
    async with world(tmp_path, per_person=PerPerson(commands_minute=3)) as sluice:
        for n in range(3):
            assert f"T-{n + 1}" in await sluice.said(f"/assign writer: Memo {n}\n{NOTES}")
        answer = await sluice.said(f"/assign writer: Fourth\n{NOTES}")
        assert "more than 3 commands in a minute" in answer and "Fourth" in answer  # no word is lost
        assert await count(sluice, task) == 3
        assert "T-4" in await sluice.said(f"/assign writer: Theirs\n{NOTES}", BOB)


async def test_more_files_than_one_person_has_in_a_day_are_told_so(tmp_path: Path) -> None:
    async with world(tmp_path, per_person=PerPerson(files_day=1)) as sluice:
        made = [
            (await sluice.act("file", user=ALICE, name=f"{n}.md", text="We ship on 3 March."))["body"] for n in (1, 2)
        ]
        await sluice.said("/assign")
        form = await sluice.modal(ALICE, "assign_view")
        await sluice.submit(form, goal="Memo", worker="writer", files=made)
        answer = words(await sluice.ephemeral(ALICE, "T-1 · Memo"))
        assert "From: 1.md" in answer and "2.md" in answer and "1 files in a day" in answer


def test_a_rate_counts_any_stretch_of_time_and_each_person_by_themselves() -> None:
    rate = Rate(2, MINUTE)
    assert not rate.wait("a", NOW) and not rate.wait("a", NOW + timedelta(seconds=30))
    assert rate.wait("a", NOW + timedelta(seconds=40)) == timedelta(seconds=20)
    assert not rate.wait("b", NOW + timedelta(seconds=40))
    assert not rate.wait("a", NOW + timedelta(seconds=60))
    assert rate.wait("a", NOW + timedelta(seconds=61)) == timedelta(seconds=29)
    assert not any(Rate(0, MINUTE).wait("a", NOW) for _ in range(1000))


@pytest.mark.parametrize("attempts, most", [(1, 1), (3, 1), (4, 1), (8, 2), (32, 8)])
def test_one_person_has_a_quarter_of_the_places_at_least_one(attempts: int, most: int) -> None:
    assert PerPerson().at_once(attempts) == most
    assert PerPerson(running=5).at_once(attempts) == 5
    assert PerPerson(running=0).at_once(attempts) == 0


def test_budgets_hold_without_being_set_and_are_strict_only_where_they_are() -> None:
    usual = Budget().caps()
    assert (usual.task, usual.person_day, usual.workspace_day, usual.strict) == (
        2_000_000,
        20_000_000,
        100_000_000,
        False,
    )
    assert Budget(task=1).caps().strict
    assert not Budget(task=0, person_day=0, workspace_day=0).caps()
