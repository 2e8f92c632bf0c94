"""One brief over many rows, as a person starts it and decides it, over the wire."""

import math
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from agents.roster.contract import Plain
from storage.ledger import people
from storage.ledger.work.assignment import Assignment
from storage.rules.values.draft import Draft
from tests.bot.days import press
from tests.bot.speaking import bring_again, button, labels
from tests.bot.test_figures import home
from tests.far_times import FAR
from tests.world import ALICE, CARA, World, buttons, wait_for, words, world

Json = dict[str, Any]
NOTES = "Bob: We decided to ship on 3 March.\nAlice: The price is 39 €.\n"
EACH = "Rome, Paris, Oslo, Bern, Kyiv, Riga, Baku, Lima, Doha, Quito, Minsk, Cairo, Delhi, Hanoi"
BRIEF = f"/assign writer: Answer this ticket; must: under 120 words; for each of: {EACH}\n{NOTES}"
TICKETS = (
    'name,text\nDouble charge,They paid twice\nNo invoice,It never came\nWrong tax,"19 %, not 7 %"\nLost,Where is it?\n'
)


class Answers(Plain):
    """A worker whose answers are short; that for Oslo is not."""

    async def work(self, given: Assignment) -> Draft:
        asked = given.task.brief.sources[-1].text
        body = " ".join([f"We are sorry. {asked}", *(["It takes long."] * 60 if "Oslo" in asked else [])])
        return Draft(version=given.version, title=asked, summary=asked, body=body, made_by="made by a test")


@pytest.fixture
async def sluice(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[World]:
    mark = request.node.get_closest_marker("undo")
    undo = mark.args[0] if mark else 0.2
    async with world(tmp_path, workers={"writer": Answers()}, undo_seconds=undo) as made:
        yield made


async def receipt_with(sluice: World, part: str, user: str = ALICE) -> Json:
    return await sluice.ephemeral(user, part)


async def test_nothing_starts_before_a_tap_and_then_as_the_gate_allows(sluice: World) -> None:
    said = await sluice.said(BRIEF)
    assert "T-1 · Answer this ticket* · 14 rows" in said
    assert "12 at a time: your limit is 12, 0 wait" in said
    assert "First three: #1 Rome, #2 Paris, #3 Oslo" in said
    assert "Nothing is assigned yet" in await sluice.said("/sluice")
    first = await receipt_with(sluice, "14 rows")
    assert labels(first) == ["Start all 14", "Start 3 to try", "Edit", "Cancel"]
    await press(sluice, first, "Start all 14")
    await receipt_with(sluice, "2 waiting for room")
    assert "Answer this ticket · Rome" in await sluice.said("/sluice T-1.1")
    assert "waits for room" in await sluice.said("/sluice T-1.14")


async def test_three_are_tried_first_and_the_rest_starts_with_another_tap(sluice: World) -> None:
    await sluice.said(BRIEF)
    await press(sluice, await receipt_with(sluice, "14 rows"), "Start 3 to try")
    tried = await receipt_with(sluice, "11 not started")
    assert labels(tried) == ["Start the other 11", "Edit", "Cancel"]
    assert "I can't find" in await sluice.said("/sluice T-1.4")
    await press(sluice, tried, "Start the other 11")
    await receipt_with(sluice, "waiting for room")


async def test_cancel_ends_all_that_is_not_decided(sluice: World) -> None:
    await sluice.said(BRIEF)
    await press(sluice, await receipt_with(sluice, "14 rows"), "Start all 14")
    await press(sluice, await receipt_with(sluice, "waiting for room"), "Cancel")
    await receipt_with(sluice, "Canceled: no more rows start.")
    assert "canceled" in await sluice.said("/sluice T-1.14")


async def test_the_form_takes_a_list_and_its_edit_changes_what_has_not_started(sluice: World) -> None:
    await sluice.command("/assign")
    view = await sluice.modal(callback="assign_view")
    filled = {"goal": f"Answer\n{NOTES}", "worker": "writer", "each": "- Rome\n- Paris, France"}
    wrong = await sluice.submit(view, **{**filled, "each": " , "})
    assert "The list is empty" in wrong["body"]["errors"]["each"]
    await sluice.submit(view, **filled)
    shown = await receipt_with(sluice, "2 rows")
    assert "#2 Paris, France" in words(shown)
    await press(sluice, shown, "Edit")
    await sluice.submit(await sluice.modal(callback="series_view"), goal=f"Answer kindly\n{NOTES}", criteria="short")
    await receipt_with(sluice, "Answer kindly")


async def test_the_rows_of_a_file_come_with_their_columns(sluice: World) -> None:
    made = await sluice.act("file", user=ALICE, name="tickets.csv", text=TICKETS)
    await sluice.command("/assign")
    view = await sluice.modal(callback="assign_view")
    filled = {"goal": "Answer this ticket", "worker": "writer", "criteria": "under 120 words", "each": "rows"}
    await sluice.submit(view, **filled, files=[made["body"]])
    shown = await receipt_with(sluice, "4 rows from tickets.csv")
    assert "First three: #1 Double charge, #2 No invoice, #3 Wrong tax" in words(shown)
    await press(sluice, shown, "Start all 4")
    await receipt_with(sluice, "4 running")
    await sluice.said("/collect now")
    assert "Answer this ticket · Wrong tax" in await sluice.said("/sluice T-1.3")


async def test_a_file_of_the_wrong_kind_makes_nothing(sluice: World) -> None:
    made = await sluice.act("file", user=ALICE, name="notes.md", text="Q: What?")
    await sluice.command("/assign")
    filled = {"goal": "Answer this ticket", "worker": "writer", "criteria": "under 120 words", "each": "rows"}
    await sluice.submit(await sluice.modal(callback="assign_view"), **filled, files=[made["body"]])
    refused = await receipt_with(sluice, "is no list of rows that I can read")
    assert "Open as a form" in labels(refused)
    assert "I can't find" in await sluice.said("/sluice T-1")


@pytest.mark.parametrize(
    "clause, why",
    [
        ("for each of: ,", "The list is empty"),
        ("for each row", "There is no file with it"),
        (f"for each of: {', '.join(map(str, range(501)))}", "501 rows"),
        ("for each of: a, b; every weekday 7:00", "Choose one"),
    ],
)
async def test_a_list_that_can_not_be_gone_over_makes_nothing(sluice: World, clause: str, why: str) -> None:
    answer = await sluice.command(f"/assign writer: Answer this ticket; {clause}\n{NOTES}")
    assert why in words(answer["body"])
    assert "Open as a form" in [b["text"]["text"] for b in buttons(answer["body"])]
    assert "I can't find" in await sluice.said("/sluice T-1")


async def ready(sluice: World, count: int) -> None:
    async def look() -> bool:
        return f"{count} wait for you" in await sluice.said("/sluice")

    await wait_for(look, f"{count} rows are ready")


async def the_card(sluice: World, part: str = " ready of ") -> Json:
    async def look() -> Json | None:
        found = [m for m in sluice.messages(sluice.dm()) if part in words(m)]
        return found[-1] if found else None

    return dict(await wait_for(look, f"a card with “{part}”"))


async def start(sluice: World, each: str) -> None:
    await sluice.said(f"/collect at {FAR} daily")
    await sluice.said(f"/assign writer: Answer this ticket; must: under 120 words; for each of: {each}")
    shown = await receipt_with(sluice, " rows")
    await sluice.press(shown, next(b for b in buttons(shown) if b["action_id"] == "start_all"))
    await ready(sluice, min(12, each.count(",") + 1))
    await sluice.said("/collect now")


def ticks(view: Json) -> dict[str, list[str]]:
    """Return the ticks of a form as they stand."""
    fields = [b for b in view["blocks"] if b.get("element", {}).get("type") == "checkboxes"]
    return {b["block_id"]: [o["value"] for o in b["element"]["initial_options"]] for b in fields}


async def test_a_dozen_ready_rows_are_one_card_and_none_in_doubt_is_ticked(sluice: World) -> None:
    await start(sluice, EACH)
    card = await the_card(sluice)
    assert "Answer this ticket · 12 ready of 14 · 11 with all checks met · T-1" in words(card)
    assert "2 come as you decide" in words(card)
    assert re.search(r"Look first at 1 (not met|in doubt|not checked) \(.+\): #3", words(card))
    assert "2 taken at random to read:" in words(card)
    assert "Review the 1" in labels(card)
    await press(sluice, card, "Open")
    assert "#3* Answer this ticket · Oslo · look at: under 120 words" in words(await sluice.modal(callback="rows_view"))
    await press(sluice, card, "Approve the 11…")
    view = await sluice.modal(callback="approve_rows_view")
    assert "1 row is not in the list: there is something to look at first." in words(view)
    ticked = ticks(view)
    assert sorted(len(values) for values in ticked.values()) == [1, 10]
    kept = ticked[next(iter(ticked))].pop(0)
    await sluice.submit(view, **ticked)
    shown = await the_card(sluice, "· 2 ready of 14")
    assert "10 approved" in words(shown)
    assert kept in [b["value"] for b in buttons(shown)]
    await ready(sluice, 4)  # the last two started as places were made


async def test_review_lists_all_that_is_in_doubt_and_each_opens(sluice: World) -> None:
    await start(sluice, "Rome, Oslo East, Paris, Oslo West, Bern, Oslo North")
    card = await the_card(sluice)
    await press(sluice, card, "Review the 3")
    view = await sluice.modal(callback="rows_view")
    shown = words(view)
    assert [name for name in ("Rome", "Paris", "Bern") if name in shown] == []
    assert all(f"Oslo {side}" in shown for side in ("East", "West", "North"))
    doors = [b for b in buttons(view) if b["text"]["text"] == "Open"]
    assert len(doors) == 3
    press_it = {"viewId": view["id"], "action": {k: doors[1][k] for k in ("type", "action_id", "value")}}
    await sluice.act("view-action", user=ALICE, **press_it)
    assert "Oslo West" in words(await sluice.modal(callback="task_view"))


async def test_a_list_is_finished_with_three_payloads_a_dozen(sluice: World) -> None:
    names, payloads = [f"city {n}" for n in range(30)], 2  # the command, and Start all
    await start(sluice, ", ".join(names))
    for dozen in range(math.ceil(len(names) / 12)):
        left = len(names) - 12 * dozen
        await ready(sluice, min(12, left))
        if dozen:
            await sluice.said("/collect now")
        card = await the_card(sluice, f"{min(12, left)} ready of 30")
        await press(sluice, card, f"Approve the {min(12, left)}…")
        view = await sluice.modal(callback="approve_rows_view")
        await sluice.submit(view, **ticks(view))
        payloads += 3

        async def decided(count: int = min(30, 12 * (dozen + 1))) -> bool:
            return f"{count} approved" in await sluice.said("/sluice T-1")

        await wait_for(decided, "the dozen is approved")
    assert payloads <= 2 + 3 * math.ceil(len(names) / 12)


@pytest.mark.undo(30)
async def test_what_was_approved_together_is_undone_together(sluice: World) -> None:
    await start(sluice, "Rome, Paris, Bern")
    await press(sluice, await the_card(sluice), "Approve the 3…")
    view = await sluice.modal(callback="approve_rows_view")
    await sluice.submit(view, **ticks(view))
    await press(sluice, await the_card(sluice, "3 approved"), "Undo these 3")
    await the_card(sluice, "3 ready of 3 · 3 with all checks met")


async def test_all_are_sent_back_with_one_text(sluice: World) -> None:
    await start(sluice, "Rome, Paris, Oslo")
    await press(sluice, await the_card(sluice), "Revise all…")
    view = await sluice.modal(callback="revise_rows_view")
    empty = await sluice.submit(view, note=" ")
    assert "Say what should change." in empty["body"]["errors"]["note"]
    await sluice.submit(view, note="in Italian, please")
    await the_card(sluice, "3 to revise")

    async def second() -> bool:
        return "ready v2" in await sluice.said("/sluice T-1.3")

    await wait_for(second, "the second versions are ready")


async def test_a_card_does_not_promise_rows_that_nobody_has_started(sluice: World) -> None:
    await sluice.said(f"/collect at {FAR} daily")
    await sluice.said(f"/assign writer: Answer this ticket; must: under 120 words; for each of: {EACH}")
    await press(sluice, await receipt_with(sluice, " rows"), "Start 3 to try")
    await ready(sluice, 3)
    await sluice.said("/collect now")
    shown = words(await the_card(sluice))
    assert "11 not started: /sluice T-1" in shown and "as you decide" not in shown


async def test_what_comes_after_the_list_starts_when_all_rows_are_decided(sluice: World) -> None:
    await sluice.said(f"/collect at {FAR} daily")
    said = await sluice.said(
        "/assign writer: Answer this ticket; must: under 120 words; for each of: Rome, Paris, Bern; "
        "then writer: Memo of what they have in common"
    )
    assert "After all rows are decided: writer · Memo of what they have in common" in said
    shown = await receipt_with(sluice, "3 rows")
    await press(sluice, shown, "Start all 3")
    await ready(sluice, 3)
    assert "Memo of what they have in common" in await sluice.said("/sluice T-5")
    assert "waits" in await sluice.said("/sluice T-5")
    await sluice.said("/collect now")
    await press(sluice, await the_card(sluice), "Approve the 3…")
    view = await sluice.modal(callback="approve_rows_view")
    await sluice.submit(view, **ticks(view))

    async def after_all() -> bool:
        return "ready v1" in await sluice.said("/sluice T-5")

    await wait_for(after_all, "what comes after all rows has started")


async def test_a_chain_can_not_come_again(sluice: World) -> None:
    said = await sluice.said("/assign writer: Memo; then writer: Summary of it; every weekday 7:00")
    assert "A chain can't come again" in said
    assert "Nothing comes again." in await sluice.said("/sluice repeats")


async def test_a_row_that_was_rejected_is_named_as_left_out(sluice: World) -> None:
    await sluice.said(f"/collect at {FAR} daily")
    await sluice.said(
        "/assign writer: Answer this ticket; must: under 120 words; for each of: Rome, Paris, Oslo; "
        "then writer: Memo of what they have in common"
    )
    await press(sluice, await receipt_with(sluice, "3 rows"), "Start all 3")
    await ready(sluice, 3)
    await sluice.said("/collect now")
    await press(sluice, await the_card(sluice), "Approve the 2…")
    view = await sluice.modal(callback="approve_rows_view")
    assert "Approve gives them to T-5, each by itself." in words(view)
    await sluice.submit(view, **ticks(view))
    await bring_again(sluice)
    doubtful = await sluice.message_with("Oslo · v1 · T-1.3")
    await press(sluice, doubtful, "Reject")

    async def after_all() -> bool:
        return "ready v1" in await sluice.said("/sluice T-5")

    await wait_for(after_all, "what comes after all rows has started")
    await sluice.said("/collect now")
    memo = await sluice.message_with("· v1 · T-5")
    assert "without T-1.3 (rejected)" in words(memo)
    await press(sluice, memo, "Open")
    assert "without T-1.3 (rejected)" in words(await sluice.modal(callback="task_view"))


async def test_rows_that_a_later_message_has_are_said_to_be_there(sluice: World) -> None:
    await start(sluice, "Rome, Paris, Bern")
    first = await the_card(sluice, "3 ready of 3")
    await bring_again(sluice)

    async def moved() -> bool:
        shown = [m for m in sluice.messages(sluice.dm()) if m["ts"] == first["ts"]]
        return "T-1 · in a later message" in words(shown[0])

    await wait_for(moved, "the older card says where the rows are")


async def test_a_task_comes_after_the_number_of_a_list_and_has_its_approved_rows(sluice: World) -> None:
    await sluice.said(f"/collect at {FAR} daily")
    await sluice.said(
        "/assign writer: Answer this ticket; must: under 120 words; for each of: Rome, Paris, Bern, Oslo, Kyiv"
    )
    memo = "/assign writer: Memo of what they have in common; after T-1"
    assert "0 of 5 rows of T-1 have started. Start all of them (`/sluice T-1`)" in await sluice.said(memo)
    await press(sluice, await receipt_with(sluice, "5 rows"), "Start all 5")
    told = await sluice.said(memo)
    assert "waits for 5 rows of T-1" in told
    assert "It starts when all of these are decided, and gets the drafts that were approved: 5 rows of T-1." in told
    await ready(sluice, 5)
    await sluice.said("/collect now")
    await press(sluice, await the_card(sluice), "Approve the 4…")
    view = await sluice.modal(callback="approve_rows_view")
    assert "Approve gives them to T-7, each by itself." in words(view)
    await sluice.submit(view, **ticks(view))
    await bring_again(sluice)
    await press(sluice, await sluice.message_with("Oslo · v1 · T-1.4"), "Reject")

    async def after_all() -> bool:
        return "ready v1" in await sluice.said("/sluice T-7")

    await wait_for(after_all, "what comes after all rows has started")
    await sluice.said("/collect now")
    assert "without T-1.4 (rejected)" in words(await sluice.message_with("· v1 · T-7"))


async def test_what_comes_after_a_list_is_decided_by_its_owner_once_its_reviewer_left(sluice: World) -> None:
    await sluice.said("/sluice", CARA)
    then = f"then writer: Sum up; reviewer <@{CARA}|cara>"
    made = await sluice.said(f"/assign writer: Answer ticket; for each of: a, b, c, d; {then}")
    receipt = sluice.slack.workspace.ephemerals[ALICE][-1]
    assert "T-1" in made
    cara = sluice.slack.workspace.users[CARA]
    cara["deleted"] = True
    await sluice.act("event", type="user_change", user=cara)

    async def gone() -> bool:
        return (await sluice.bot.ledger.see(people.look_up, "T01TEST", CARA)).actor.deleted

    await wait_for(gone, "Cara has left")
    told = words(await sluice.message_with("You decide in their place: what comes after T-1."))
    assert f"<@{CARA}> is not in this workspace any more." in told
    await sluice.press(receipt, button(receipt, "Start all 4"))
    assert "T-6 · Sum up" in await sluice.said("/sluice")


async def test_a_list_that_nobody_started_is_found_again(sluice: World) -> None:
    await sluice.said("/assign writer: Answer ticket; for each of: a, b, c")
    assert "T-1 has rows to start: /sluice T-1" in await sluice.said("/sluice")
    await sluice.said("/assign writer: Memo; after T-1")
    assert "has rows to start: /sluice T-1" in words(await home(sluice, "Not started:"))
    receipt = sluice.slack.workspace.ephemerals[ALICE][0]
    await sluice.press(receipt, button(receipt, "Start all 3"))
    assert "has rows to start" not in await sluice.said("/sluice")
    await sluice.said("/assign writer: Answer ticket; for each of: a, b, c, d, e, f")
    tried = sluice.slack.workspace.ephemerals[ALICE][-1]
    await sluice.press(tried, button(tried, "Start 3 to try"))
    assert "has rows to start" in await sluice.said("/sluice")
