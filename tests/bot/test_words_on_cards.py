"""The demonstration's collection is decided in one line, as a newcomer writes it: answers and Cancel beside verdicts."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.demonstration import hands
from bot.demonstration.opening import opened
from bot.demonstration.sample_agent import script as scripts
from bot.demonstration.stage import Stage
from storage.tables import decision
from tests.bot.speaking import labels
from tests.world import ALICE, wait_for, words

Json = dict[str, Any]


@pytest.fixture
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    monkeypatch.setenv("SLUICE_MODEL", "offline")
    async with opened(tmp_path, undo=timedelta(minutes=5)) as shown:
        yield shown


async def decisions(stage: Stage) -> list[tuple[str, str]]:
    """Return the live decisions of the collection, each with its note, oldest first."""
    rows = sa.select(decision.c.verdict, decision.c.note).where(
        decision.c.team == stage.bot.team, decision.c.undone_at.is_(None), decision.c.effected_at.is_(None)
    )
    made = await stage.bot.ledger.see(lambda tx: tx.conn.execute(rows.order_by(decision.c.id)).all())
    return [(str(verdict), str(note or "")) for verdict, note in made]


async def collection(stage: Stage) -> Json:
    return await hands.message(stage, "the collection", lambda m: "7 to decide" in words(m))


def numbered(message: Json, title: str) -> str:
    """Return the number of the card with a title."""
    before = words(message).partition(f" · {title}")[0]
    return (
        before.removesuffix(" · Question")
        .removesuffix(" · Permission")
        .removesuffix(" · Did not work")
        .split()[-1]
        .strip("*")
    )


async def write(stage: Stage, text: str, below: Json | None = None) -> Json:
    """Let alice write, and return the answer."""
    thread = {"thread_ts": below["ts"]} if below else {}
    said = await stage.post("message", channel=stage.dm(ALICE), user=ALICE, text=text, **thread)

    async def look() -> Json | None:
        there = await stage.get(f"messages/{stage.dm(ALICE)}")
        return next((m for m in there if float(m["ts"]) > float(said["ts"]) and m["user"] != ALICE), None)

    return dict(await wait_for(look, f"an answer to “{text}”"))


@pytest.mark.parametrize(
    "line", ["{invitation} 16 December", "{invitation}: 16 december.", "#{invitation} 16 December, please"]
)
async def test_an_answer_that_a_card_offers_answers_it_by_its_number(stage: Stage, line: str) -> None:
    message = await collection(stage)
    await write(stage, line.format(invitation=numbered(message, scripts.INVITATION)), message)

    async def answered() -> bool:
        return await decisions(stage) == [("answer", "16 December")]

    await wait_for(answered, "the answer")


async def test_one_line_decides_each_card_that_it_names_and_shows_what_it_would_cancel(stage: Stage) -> None:
    message = await collection(stage)
    names = (
        scripts.MEMO,
        "Summary of the sales table",
        scripts.PLAN,
        scripts.ANNOUNCEMENT,
        scripts.INVITATION,
        scripts.INVOICES,
    )
    memo, sales, plan, news, invitation, invoices = (numbered(message, name) for name in names)
    line = f"{memo} approve, {sales} ok, {plan} later, {news} take A, {invitation}: 9 December, {invoices} cancel"
    answer = await write(stage, line, message)
    made = sorted(await decisions(stage))
    assert made == [("answer", "9 December"), ("approve", ""), ("approve", ""), ("approve", "")]
    assert all(name in words(answer) for name in ("T-1 ", "T-7 ", "T-5 ", "T-4 ", "T-2", scripts.INVOICES))
    assert labels(answer).count("Undo") == 4 and "Cancel task" in labels(answer)
    assert "not sure" not in words(answer) and words(answer).count("It is added to the card's thread after") == 2
    assert "T-7 is approved. T-8 starts after" in words(answer)


@pytest.mark.parametrize("line", ["{invitation} 9 December or 11 December", "{invitation} 16 December, if Bob agrees"])
async def test_an_answer_that_is_not_plain_answers_nothing(stage: Stage, line: str) -> None:
    message = await collection(stage)
    await write(stage, line.format(invitation=numbered(message, scripts.INVITATION)), message)
    assert await decisions(stage) == []


async def test_the_same_line_outside_of_the_thread_is_asked_and_is_no_task(stage: Stage) -> None:
    message = await collection(stage)
    sales, invitation = numbered(message, "Summary of the sales table"), numbered(message, scripts.INVITATION)
    answer = await write(stage, f"{sales} yes, {invitation} 16 December")
    assert "Do you mean" in words(answer) and {"Approve", "16 December"} <= set(labels(answer))
    assert await decisions(stage) == []


async def test_many_cards_named_outside_of_the_thread_are_told_where_to_write(stage: Stage) -> None:
    message = await collection(stage)
    names = (scripts.MEMO, "Summary of the sales table", scripts.PLAN, scripts.ANNOUNCEMENT)
    memo, sales, plan, news = (numbered(message, name) for name in names)
    answer = await write(stage, f"{memo} approve, {sales} ok, {plan} later, {news} take A")
    assert "Reply with it below that message" in words(answer) and await decisions(stage) == []


async def test_a_yes_to_a_permission_says_which_words_count(stage: Stage) -> None:
    message = await collection(stage)
    room = numbered(message, scripts.ROOM)
    answer = await write(stage, f"{room} yes", message)
    assert "Write “allow” or “refuse”, or press a button. Nothing was decided." in words(answer)
    assert await decisions(stage) == []
    await write(stage, f"{room} allow", message)

    async def allowed() -> bool:
        return await decisions(stage) == [("allow", "")]

    await wait_for(allowed, "the permission")


@pytest.mark.parametrize(
    "words_of_alice, verdict, told",
    [
        ("no, drop it", "refuse", "You refused it. sample goes on with T-3."),
        ("allow", "allow", "You allowed it once. sample goes on with T-3."),
    ],
)
async def test_what_a_permission_was_told_is_said_in_its_own_words(
    stage: Stage, words_of_alice: str, verdict: str, told: str
) -> None:
    await collection(stage)
    assert told in words(await write(stage, f"T-3 {words_of_alice}"))
    assert await decisions(stage) == [(verdict, "")]
