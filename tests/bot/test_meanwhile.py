"""Two people at once: what one does while the other's form or card is open; and forms that say what they can't do."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.bot.days import day, drafts, full, press, times
from tests.bot.desk import choose
from tests.world import ALICE, BOB, CARA, Json, World, wait_for, words


def errors(answer: Json) -> dict[str, str]:
    """Return the errors at the fields of a form, by field."""
    body = answer.get("body")
    found: dict[str, str] = body.get("errors", {}) if isinstance(body, dict) else {}
    return found


def last(sluice: World, user: str = ALICE) -> Json:
    return sluice.slack.workspace.ephemerals[user][-1]


async def on_his_card(sluice: World, label: str, more: str = "") -> None:
    """Give Bob a task, and have him press a button of the card that brings it."""
    await sluice.said(f"/assign <@{BOB}|bob> Numbers; must: net{more}")
    await sluice.said("/collect now", BOB)
    await press(sluice, await sluice.message_with("Numbers", sluice.dm(BOB)), label, BOB)


async def shown(sluice: World, line: str, label: str, user: str = ALICE) -> None:
    """Have a task or a series shown by a command, and press a button of it."""
    await sluice.said(line, user)
    await press(sluice, last(sluice, user), label, user)


async def test_a_playbook_that_changed_under_an_open_form_is_shown_anew(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await sluice.said("/assign writer: One; must: short")
        await sluice.said("/sluice playbook save T-1 as pb")
        text = "writer: Mail to {customer} about {topic}"
        await sluice.submit(await sluice.modal(callback="playbook_view"), text=text, who="all")
        await shown(sluice, "/sluice playbook list", "Run", BOB)
        form = await sluice.modal(BOB, "playbook_run_view")
        await sluice.said("/sluice playbook edit pb")
        new = "writer: Mail in {language} to {customer}; public"
        await sluice.submit(await sluice.modal(ALICE, "playbook_view"), text=new)
        answer = await sluice.submit(form, BOB, value_0="Acme", value_1="the price rise")
        view = answer["body"]["view"]
        assert "It was changed while you filled this in. Nothing was assigned" in words(view)
        fields = {b["block_id"]: b["element"].get("initial_value") for b in view["blocks"] if b["type"] == "input"}
        assert fields == {"value_0": None, "value_1": "Acme", "clauses": None}
        again = await sluice.modal(BOB, "playbook_run_view")
        await sluice.submit(again, BOB, value_0="German", value_1="Acme")
        await sluice.ephemeral(BOB, "Mail in German to Acme")


@pytest.mark.parametrize(
    ("clause", "what"),
    [
        ("3 versions", "the number of versions"),
        ("every weekday 7:00", "how often it comes"),
        ("for each of: a, b", "what it goes over"),
        ("flow", "whether it goes on by itself"),
    ],
)
async def test_edit_says_what_it_can_not_change(tmp_path: Path, clause: str, what: str) -> None:
    async with day(tmp_path) as (sluice, _):
        await sluice.said("/collect limit 1")
        await drafts(sluice, 1)
        await sluice.said("/assign writer: Second; must: short")
        await press(sluice, last(sluice), "Edit")
        form = await sluice.modal(ALICE, "edit_view")
        answer = await sluice.submit(form, goal=f"Second; {clause}", worker="writer")
        told = str(answer) if errors(answer) else str(last(sluice))

        async def said() -> bool:
            return what in told or what in full(last(sluice))

        await wait_for(said, f"a refusal that names “{what}”")


async def test_whoever_gets_a_task_is_shown_no_question_of_who_had_it(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await times(sluice, ALICE, BOB, CARA)
        await on_his_card(sluice, "Ask")
        await sluice.submit(await sluice.modal(BOB), BOB, question="Which year?")
        await shown(sluice, "/sluice T-1", "Give to")
        await sluice.submit(await sluice.modal(ALICE, "give_view"), colleague=CARA)
        await sluice.said("/collect now", CARA)
        assert "Which year?" not in full(await sluice.message_with("Numbers", sluice.dm(CARA)))


async def test_what_a_colleague_wrote_is_kept_although_the_task_was_canceled(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await times(sluice, ALICE, BOB)
        await on_his_card(sluice, "Submit")
        form = await sluice.modal(BOB, "submit_view")
        await shown(sluice, "/sluice T-1", "Cancel")
        await sluice.ephemeral(ALICE, "canceled")
        await sluice.submit(form, BOB, body="My two hours of work on numbers")
        told = full(await sluice.message_with("Nothing was handed in", sluice.dm(BOB)))
        assert "is kept for you alone" in told and "Change it" in told


@pytest.mark.parametrize("own, told", [(True, "Nothing waits for you"), (False, "1 waits for you")])
async def test_a_canceled_list_ends_its_own_step_and_asks_once_about_another(
    tmp_path: Path, own: bool, told: str
) -> None:
    async with day(tmp_path) as (sluice, _):
        await times(sluice)
        step = "; then writer: Sum" if own else ""
        await sluice.said(f"/assign writer: Answer; must: short; for each of: a, b, c{step}")
        await press(sluice, await sluice.ephemeral(ALICE, "Start all 3"), "Start all")

        async def started() -> bool:
            return "· ready" in await sluice.said("/sluice T-1.3")

        await wait_for(started, "the rows are ready")
        if not own:
            await sluice.said("/assign writer: Sum; must: short; after T-1")
        await shown(sluice, "/sluice T-1", "Cancel")
        await asyncio.sleep(2)
        assert told in await sluice.said("/sluice")


async def test_a_budget_that_is_spent_is_no_lack_of_room(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await times(sluice)
        await drafts(sluice, 1)
        await sluice.said("/collect limit 1")
        await sluice.said("/sluice stream new Bud")
        await sluice.said("/sluice stream settings Bud")
        await sluice.submit(await sluice.modal(ALICE, "stream_form_view"), budget="0")
        await sluice.said("/assign writer: Nobudget; must: short; for Bud")
        assert "for the budget of its stream" in await sluice.said("/sluice T-2")
        told = await sluice.said("/assign writer: Room; must: short")
        assert "1 other task waits before it" not in told and "decided 1" in told


async def test_the_receipts_of_lists_and_repetitions_say_what_holds_for_each(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        told = await sluice.said(
            "/assign writer: Rows; for each of: a, b; public; urgent; 2 versions; to <#C01GEN|general>; must: short"
        )
        assert "Each: urgent · 2 versions · Approve posts in <#C01GEN> · public: its words may leave" in told
        told = await sluice.said(
            f"/assign writer: Letter; every Friday 9:00; public; to <#C01GEN|general>; reviewer <@{BOB}|bob>; for Growth"
        )
        assert f"writer · Growth · <@{BOB}> decides" in told and "Approve posts in <#C01GEN>" in told


async def test_a_repetition_that_sounds_like_one_is_not_said_to_run_once(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        told = await sluice.said("/assign writer: every day thing; every weekday 7:00; must: short")
        assert "Next:" in told and "runs once" not in told


async def test_run_one_now_is_seen_although_the_series_is_paused(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await sluice.said("/assign writer: Memo of the week; every weekday 7:00; must: short")
        await shown(sluice, "/sluice T-1", "Pause")
        await sluice.ephemeral(ALICE, "Paused: nothing runs")
        await shown(sluice, "/sluice T-1", "Run one now")
        await sluice.ephemeral(ALICE, "T-1.1 is still open")


async def test_clauses_are_no_text_of_what_comes_again(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await sluice.said("/assign writer: Memo of the week; every weekday 7:00; must: short")
        await shown(sluice, "/sluice T-1", "Edit")
        answer = await sluice.submit(
            await sluice.modal(), goal="Memo of the week; must: shorter", again="every weekday 7:00"
        )
        assert "For other clauses stop it" in str(errors(answer)["goal"])


async def test_errors_stand_at_their_fields(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await sluice.said("/collect at 9:00 mon wed America/New_York")
        await press(sluice, await collected_settings(sluice), "Times and limits")
        form = await sluice.modal(ALICE, "times_view")
        assert "Times are in America/New_York, as you said." in words(form)
        assert set(errors(await sluice.submit(form, times="9:00", room="5", most="9999"))) == {"most"}
        assert set(errors(await sluice.submit(form, times="9:00", room="0", most="5"))) == {"room"}
        await sluice.said(f"/assign <@{BOB}|bob> Numbers; must: net")
        await shown(sluice, "/sluice T-1", "Give to")
        form = await sluice.modal(ALICE, "give_view")
        assert set(errors(await sluice.submit(form, colleague=CARA, agent="writer"))) == {"colleague"}
        assert set(errors(await sluice.submit(form, reviewer="U0BOT"))) == {"reviewer"}


async def collected_settings(sluice: World) -> Any:
    await sluice.said("/collect")
    return last(sluice)


async def test_nobody_is_named_who_takes_no_tasks(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await times(sluice, ALICE, BOB, CARA)
        await sluice.said("/sluice not me", CARA)
        await on_his_card(sluice, "Can't do it")
        form = await sluice.modal(BOB)
        assert set(errors(await sluice.submit(form, BOB, why="No time", named=CARA))) == {"named"}


async def test_several_commands_are_not_one_task(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        told = await sluice.said("/assign writer: A; must: short\n/assign writer: B; must: short")
        assert "One command makes one task: send each /assign by itself." in told
        assert "Nothing was created" in told


async def test_only_who_decides_is_said_to_be_new_where_nobody_else_is(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await times(sluice, ALICE, BOB)
        await drafts(sluice, 1)
        await shown(sluice, "/sluice T-1", "Give to")
        answer = await sluice.submit(await sluice.modal(ALICE, "give_view"), reviewer=BOB)
        assert words(answer["body"]["view"]).endswith(f"<@{BOB}> decides on T-1 now.")


async def test_what_is_put_off_of_a_task_is_not_counted_as_waiting_now(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice, ALICE, BOB)
        await on_his_card(sluice, "Ask", "; by tomorrow 8:00")
        await sluice.submit(await sluice.modal(BOB), BOB, question="Which year?")
        clock.to(2, 9)
        await sluice.bot.ring()
        await sluice.message_with("2 to decide")
        await sluice.said("/sluice review")
        await choose(sluice, await sluice.modal(ALICE, "review_view"), "Later: pick")
        await sluice.submit(await sluice.modal(ALICE, "later_view"), until="in 2 weeks")
        await asyncio.sleep(0.5)
        assert "Review now (1)" in await sluice.said("/sluice")
