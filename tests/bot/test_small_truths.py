"""Small things that are said, and are true."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from agents.roster.contract import Plain
from bot.views import forms
from bot.views.review import review_decision
from bot.views.rows import rows
from storage.ledger.work.assignment import Assignment
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.draft import Draft
from storage.rules.values.task import State
from storage.tables import call, task
from tests.bot.days import day, drafts, full, morning_card, press, times
from tests.bot.speaking import button, labels, reply
from tests.bot.test_series_views import NOW, UNDER_WAY
from tests.bot.test_views import WHOLE, item
from tests.world import ALICE, BOB, CARA, GENERAL, World, wait_for, words, world


class Slow(Plain):
    """A worker that takes its time."""

    async def work(self, given: Assignment) -> Draft:
        await asyncio.sleep(60)
        raise AssertionError


async def test_only_what_a_colleague_works_on_is_with_them(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await times(sluice, ALICE, BOB)
        await drafts(sluice, 1)
        await sluice.said(f"/assign <@{BOB}> Check it; after T-1")
        assert "You wait for nothing from colleagues." in await sluice.said("/sluice tasks others")
        await sluice.said(f"/assign <@{BOB}> Numbers")
        assert "1 task is with others" in await sluice.said("/sluice tasks others")


async def unpriced(sluice: World) -> None:
    """Note a call of a model whose price nobody knows."""

    def put(tx: sa.Connection) -> None:
        done = tx.execute(sa.select(task.c.id).where(task.c.team == "T01TEST", task.c.number == 1)).scalar_one()
        row = {"team": "T01TEST", "task_id": done, "attempt_id": 1, "who": ALICE, "day": "2026-12-01", "model": "x:y"}
        took = {"reserved": 0, "tokens_in": 1_000_000, "tokens_out": 9, "micros": None}
        tx.execute(sa.insert(call), row | took | {"at": sluice.bot.ledger.clock()})

    await sluice.bot.ledger.do(lambda tx, _: put(tx.conn), "T01TEST")


async def test_a_budget_says_that_a_price_is_not_known(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await drafts(sluice, 1, "; for Beta")
        await unpriced(sluice)
        await sluice.command("/sluice stream settings Beta")
        form = await sluice.modal(ALICE)
        await sluice.submit(form, budget="1")

        await sluice.command("/sluice stream Beta")
        page = words(await sluice.modal(ALICE))
        assert "0.00 $ of 1.00 $ spent, and calls whose price is not known" in page


async def test_a_playbook_with_long_names_in_any_alphabet_can_be_run(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        names = [f"наименование поставщика услуг {n}" for n in range(1, 19)]
        await sluice.said("/assign writer: Memo x; must: short")
        await sluice.command("/sluice playbook save T-1 as vendor")
        form = await sluice.modal(ALICE)
        fields = {b["block_id"]: b["element"].get("initial_value") for b in form["blocks"] if b["type"] == "input"}
        text = next(name for name, value in fields.items() if value and "Memo" in value)
        await sluice.submit(form, **{text: "writer: Compare " + " ".join(f"{{{name}}}" for name in names)})

        async def runs() -> bool:
            return "Fill in" in await sluice.said("/sluice playbook run vendor")

        await wait_for(runs, "it is saved")
        shown = sluice.slack.workspace.ephemerals[ALICE][-1]
        await sluice.press(shown, button(shown, "Fill in"))
        assert "поставщика услуг 18" in words(await sluice.modal(ALICE))
        await press(sluice, shown, "Fill in")


async def test_who_only_decides_on_what_comes_again_is_offered_what_they_may_do(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await sluice.said("/sluice", BOB)
        await sluice.said(f"/assign writer: Memo; must: short; every weekday 7:00; reviewer <@{BOB}|bob>")
        for user, offered in (
            (ALICE, ["Edit", "Pause", "Run one now", "Stop repeating"]),
            (BOB, ["Pause", "Stop repeating"]),
        ):
            await sluice.said("/sluice T-1", user)
            assert labels(sluice.slack.workspace.ephemerals[user][-1]) == offered


async def test_who_has_a_task_again_sees_what_they_asked(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await times(sluice, ALICE, BOB)
        await sluice.said(f"/assign <@{BOB}> Numbers")
        await sluice.said("/collect now", BOB)
        message = await sluice.message_with("Numbers", sluice.dm(BOB))
        await press(sluice, message, "Ask", BOB)
        await sluice.submit(await sluice.modal(BOB), BOB, question="Net or gross?")
        await sluice.said("/collect now")
        asked = await sluice.message_with("Net or gross?")
        await press(sluice, asked, "Answer…")
        await sluice.submit(await sluice.modal(ALICE), note="Net of refunds")
        answered = await sluice.message_with("Net of refunds", sluice.dm(BOB))
        await press(sluice, answered, "Can't do it", BOB)
        await sluice.submit(await sluice.modal(BOB), BOB, why="ill")
        await sluice.said("/sluice T-1")
        shown = sluice.slack.workspace.ephemerals[ALICE][-1]
        await sluice.press(shown, button(shown, "Give to…"))
        await sluice.submit(await sluice.modal(ALICE), colleague=BOB)
        await sluice.said("/collect now", BOB)

        async def again() -> bool:
            newest = full(sluice.messages(sluice.dm(BOB))[-1])
            return (
                "You asked:" in newest
                and "Net or gross?" in newest
                and "Net of refunds" in newest
                and "Submit" in newest
            )

        await wait_for(again, "what he asked is on his card")


async def test_a_zone_may_be_written_small_and_days_are_those_of_all_times(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        assert "(UTC)" in await sluice.said("/collect at 9:00 daily utc")
        assert "say the days once, for all times" in await sluice.said("/collect at 9:00 weekdays 13:00 fri")


async def test_a_day_until_which_one_is_busy_begins_as_anywhere(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await times(sluice, ALICE, BOB)
        await sluice.said(f"/assign <@{BOB}> Numbers")
        await sluice.said("/collect now", BOB)
        for said, told in (("next week", "busy until Mon 7 Dec 0:00"), ("in 2 years", "2028")):
            await press(sluice, await sluice.message_with("Numbers", sluice.dm(BOB)), "Busy until…", BOB)
            await sluice.submit(await sluice.modal(BOB), BOB, until=said)
            await sluice.message_with(told)


async def test_a_channel_hears_that_its_collections_ended(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await sluice.said("/collect here at 9:00 daily")
        await sluice.message_with("set collections here", GENERAL)
        await sluice.said("/collect here off")
        await sluice.message_with("ended the collections here", GENERAL)


async def test_who_works_on_it_is_offered_nothing_that_is_refused(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await times(sluice, ALICE, BOB)
        await sluice.said(f"/assign <@{BOB}|bob> Numbers; reviewer <@{CARA}|cara>")
        shown = (await sluice.command("/sluice T-1", BOB))["body"]
        assert "Cancel" not in labels(shown) and "Show it" in labels(shown)
        assert "Cancel" in labels((await sluice.command("/sluice T-1"))["body"])


async def test_what_is_put_off_is_brought_back_from_its_own_line(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        message = await morning_card(sluice, clock)
        await reply(sluice, message, "later")
        await sluice.message_with("is put off until")
        assert "Bring it back" in labels((await sluice.command("/sluice T-1"))["body"])
        assert "later, 13:00" in await sluice.said("/sluice T-1")


async def test_a_reviewer_who_left_is_named_so(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        sluice.slack.workspace.users[CARA]["deleted"] = True
        said = ""

        async def known() -> bool:
            nonlocal said
            said = await sluice.said(f"/assign writer: Memo; reviewer <@{CARA}|cara>")
            return "Nothing was created" in said

        await wait_for(known, "the refusal")
        assert f"<@{CARA}> is not in this workspace any more." in said


def test_a_list_tells_of_every_row_and_offers_no_dead_button() -> None:
    declined = replace(UNDER_WAY, states={State.READY: 1, State.DECLINED: 1, State.BLOCKED: 46})
    assert "1 ready · 46 waiting for another task · 1 declined" in words(list(rows.rows(declined, NOW).blocks))
    done = rows.rows(replace(UNDER_WAY, states={State.APPROVED: 48}), NOW)
    assert "Cancel" not in labels({"blocks": list(done.blocks)})


def test_a_field_of_another_shape_is_read_as_empty() -> None:
    odd = {"selected_option": 7}, {"selected_options": "x"}, {"selected_options": [7, {"value": 1}]}, {"files": 3}
    read = [forms.values({"b": {"a": content}})["b"] for content in odd]
    assert read == [None, (), (), ()]


async def test_who_stops_a_task_that_another_decides_can_let_it_go_on(tmp_path: Path) -> None:
    async with world(tmp_path, workers={"writer": Slow()}) as sluice:
        for user in (ALICE, BOB):
            await sluice.said("/sluice", user)
        await sluice.said(f"/assign writer: Memo; reviewer <@{BOB}|bob>")
        assert "in /sluice T-1, goes on from there" in await sluice.said("/sluice stop T-1")
        shown = await sluice.said("/sluice T-1")
        assert "Retry" in shown
        message = sluice.slack.workspace.ephemerals[ALICE][-1]
        assert "· stopped" in shown and "did not work" not in shown  # nothing failed
        again = await sluice.said("/sluice stop T-1")
        assert "T-1 was stopped and waits for Retry or cancel: there is nothing to stop." in again
        await sluice.press(message, button(message, "Retry"))

        async def goes_on() -> bool:
            return "Stop" in await sluice.said("/sluice T-1")

        await wait_for(goes_on, "it goes on")


def test_undo_stands_in_the_window_of_who_decided_alone() -> None:
    later = NOW + timedelta(seconds=30)
    made = Decision(id=1, verdict=Verdict.APPROVE, draft_version=1, who=BOB, at=NOW, effect_due=later)
    shown = item(decision=made, reviewer=BOB)
    for viewer, offered in ((BOB, ["Undo"]), (ALICE, [])):
        blocks = review_decision.decision(shown, viewer, NOW, WHOLE)
        assert labels({"blocks": blocks}) == offered
