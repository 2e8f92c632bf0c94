"""Bad input gets a clear answer, changes nothing, and never a 500. Each is sent over the real wire, signed."""

import asyncio
import json
import urllib.parse
from typing import Any

import pytest

from storage.tables import change, decision, task
from tests.bot.signing import FORM, click, command, signed
from tests.world import ALICE, BOB, World, buttons, count, words

NOTES = "Bob: We decided to ship on 3 March.\nAlice: Who tells the partners?\n"
SEATS = "Month,Seats\nApril,412\nMay,603\n"


async def send(sluice: World, body: str, **headers: str) -> tuple[int, str]:
    raw = body.encode()
    url = f"http://127.0.0.1:{sluice.bot.port}/slack/events"
    async with sluice.session.post(url, data=raw, headers={**signed(raw, FORM), **headers}) as got:
        return got.status, await got.text()


# ---- the door (tests/bot/test_door.py has the rest)


async def test_what_is_not_signed_changes_nothing(sluice: World) -> None:
    assert (await send(sluice, command("writer: Memo"), **{"X-Slack-Signature": "v0=" + "0" * 64}))[0] == 401
    assert await count(sluice, task) == 0


async def test_the_same_bytes_twice_have_one_effect(sluice: World) -> None:
    body = command("writer: Memo")
    first, second = await send(sluice, body), await send(sluice, body)
    assert first[0] == second[0] == 200
    assert "T-1" in first[1]
    assert "T-1" in second[1]
    assert await count(sluice, task) == 1


# ---- words


@pytest.mark.parametrize(
    "text, said",
    [
        ("writer:", "don't see what"),
        ("\0\0", "don't see what"),
        ("x" * 12_001, "a brief may have 12,000"),
        ("<@U0BOT|Sluice> do it", "can't be the worker myself"),
        ("<@U0BOT|sluice> do it", "I can't be the worker myself"),
        ("Memo; reviewer <@U0BOT>", "never decide"),
        ("Memo; by 2020-01-01", "in the past"),
        ("Memo; by in 99999999999 hours", "too far away"),
        ("Memo; by 9999-12-31", "too far away"),
        ("Memo; by tomorrow 9:00 Mars/Phobos", "don't know the time zone"),
        ("Memo; by 2026-02-31", "not in the calendar"),
    ],
)
async def test_an_impossible_assignment_creates_nothing(sluice: World, text: str, said: str) -> None:
    assert said in await sluice.said(f"/assign {text}")
    assert await count(sluice, task) == 0


@pytest.mark.parametrize(
    "text",
    [
        "'); DROP VIEW task;--",
        "{not_a_variable} {0} {{",
        "review this\n```\nrm -rf /\n```",
        "invoice\u202egnp.exe",
        "a\0b",
        "👩‍👩‍👧‍👦🇩🇪" * 40,
        "<!channel> <!here> <!everyone> <!subteam^S1> hi",
        '{"lc": 1, "type": "secret", "id": ["X"]}',
        "Z̸̢̛a̶l̷g̸o̴" * 20,
    ],
)
async def test_odd_text_is_kept_worked_on_and_shown_as_text(sluice: World, text: str) -> None:
    answer = await sluice.command(f"/assign writer: {text}\n{SEATS}")
    assert answer["status"] == 200
    assert "T-1" in words(answer["body"])
    card = (await sluice.cards())[0]
    shown = json.dumps(card["message"])
    assert "\\u0000" not in shown
    assert "\\u202e" not in shown
    assert "<!" not in shown.replace("&lt;!", "")
    assert await count(sluice, task) == 1


@pytest.mark.parametrize(
    "text, said",
    [
        ("/sluice frobnicate 3", "I don't know “frobnicate 3”"),
        ("/sluice away until Monday", "Perhaps: /collect away until Monday, @bob decides"),
        ("/sluice export", "Perhaps: /sluice figures export"),
        ("/sluice taks", "Did you mean /sluice tasks?"),
        ("/sluice cancel T-999", "can't find"),
        ("/sluice T-999", "can't find"),
        ("/assign writer: memo; after T-99", "I can't find T-99, or it isn't yours. Leave out “after T-99”"),
        ("/sluice T-٧", "I don't know"),
        ("/sluice find zzz", "Nothing of yours"),
        ("/collect * * * * * *", "no cron"),
        ("/collect at 9:00 9:05", "15 minutes apart"),
        ("/collect at 25:00", "no time of day"),
        ("/collect at 9:00 tz Mars/Phobos", "don't know the time zone"),
        ("/collect limit -3", "number from 1"),
        ("/collect limit inf", "number from 1"),
        ("/collect most 9999999999", "number from 1"),
        ("/collect away until yesterday evening, maybe", "/collect away until"),
        ("/collect whenever", "I don't know “whenever”"),
    ],
)
async def test_commands_that_make_no_sense_say_so(sluice: World, text: str, said: str) -> None:
    before = await count(sluice, change)
    assert said in await sluice.said(text)
    assert await count(sluice, change) == before


async def test_double_enter_makes_two_tasks_that_both_can_be_seen(sluice: World) -> None:
    await asyncio.gather(sluice.said("/assign writer: Memo"), sluice.said("/assign writer: Memo"))
    assert await count(sluice, task) == 2


# ---- buttons


@pytest.mark.parametrize(
    "value", ["<script>", "", "item:56", "AAAAAAAAAAAA.1", "AAAAAAAAAAAA.٧", "AAAAAAAAAAAA.99999999999", None]
)
async def test_a_button_with_a_value_of_nobodys_changes_nothing(sluice: World, value: str | None) -> None:
    action = {"type": "button", "action_id": "approve", "block_id": "b", "value": value, "action_ts": "1"}
    assert (await send(sluice, click(actions=[action])))[0] == 200
    assert await count(sluice, decision) == 0


@pytest.mark.parametrize("action", ["approve_all_admin", "approve.", "Approve", "open_", "x"])
async def test_an_unknown_action_is_out_of_date(sluice: World, action: str) -> None:
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    message = (await sluice.cards())[0]["message"]
    await sluice.act(
        "interact",
        channel=message["channel"],
        messageTs=message["ts"],
        user=ALICE,
        action={"type": "button", "action_id": action, "value": "x"},
    )
    await sluice.ephemeral(ALICE, "out of date")


async def test_five_clicks_at_once_decide_once(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    card = (await sluice.cards())[0]
    button = next(b for b in buttons(card["message"]) if b["action_id"] == "approve")
    await asyncio.gather(*(sluice.press(card["message"], button) for _ in range(5)))
    assert await count(sluice, decision) == 1
    await sluice.ephemeral(ALICE, f"<@{ALICE}> approved it")


async def test_somebody_elses_click_decides_nothing(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    card = (await sluice.cards())[0]
    await sluice.click(card, "Approve", user=BOB)
    assert await count(sluice, decision) == 0
    assert "isn't yours" in words(await sluice.ephemeral(BOB, "can't find"))


async def test_a_click_from_another_place_than_we_posted_in_is_refused(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    card = (await sluice.cards())[0]
    await send(
        sluice,
        click(
            channel={"id": "C02RND"},
            message={"ts": "1.5"},
            actions=[{"type": "button", "action_id": "approve", "value": card["value"], "action_ts": "1"}],
        ),
    )
    assert await count(sluice, decision) == 0


async def test_a_foreign_response_url_is_never_called(sluice: World) -> None:
    called = []

    async def hear(reader: Any, writer: Any) -> None:
        called.append(1)
        writer.close()

    server = await asyncio.start_server(hear, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await send(sluice, click(response_url=f"http://127.0.0.1:{port}/"))
    await asyncio.sleep(0.2)
    server.close()
    assert called == []


# ---- modals


async def revise(sluice: World) -> dict[str, Any]:
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    await sluice.click((await sluice.cards())[0], "Revise")
    return await sluice.modal(callback="revise_view")


@pytest.mark.parametrize("note", [None, "", "   "])
async def test_revise_without_a_word_is_a_field_error(sluice: World, note: str | None) -> None:
    answer = await sluice.forge(await revise(sluice), note=note)
    assert answer["body"]["errors"] == {"note": "Say what should change."}
    assert await count(sluice, decision) == 0


@pytest.mark.parametrize("metadata", ["{}", "", "AAAAAAAAAAAA.1|C|1", "x" * 3000, "|||||"])
async def test_a_modal_with_altered_metadata_decides_nothing(sluice: World, metadata: str) -> None:
    view = await revise(sluice)
    view["private_metadata"] = metadata
    answer = await sluice.submit(view, note="shorter")
    assert answer["status"] == 200
    assert answer["body"]["response_action"] == "update"
    assert await count(sluice, decision) == 0


async def test_the_same_submission_twice_is_one_revision(sluice: World) -> None:
    view = await revise(sluice)
    payload = {
        "type": "view_submission",
        "team": {"id": "T01TEST"},
        "user": {"id": ALICE, "team_id": "T01TEST"},
        "trigger_id": "t1",
        "view": {**view, "state": {"values": {"note": {"value": {"type": "x", "value": "shorter"}}}}},
    }
    body = urllib.parse.urlencode({"payload": json.dumps(payload)})
    assert [(await send(sluice, body))[0] for _ in range(2)] == [200, 200]
    assert await count(sluice, decision) == 1


async def test_a_lone_surrogate_in_a_form_is_taken_out(sluice: World) -> None:
    await sluice.command("/assign")
    view = await sluice.modal(callback="assign_view")
    fields = {
        "goal": {"value": {"value": "\ud83d lone memo\nWe decided to ship.\nWho tells the partners?"}},
        "worker": {"value": {"selected_option": {"value": "writer"}}},
    }
    payload = {
        "type": "view_submission",
        "team": {"id": "T01TEST"},
        "user": {"id": ALICE},
        "trigger_id": "t1",
        "view": {**view, "state": {"values": fields}},
    }
    assert (await send(sluice, urllib.parse.urlencode({"payload": json.dumps(payload)})))[0] == 200
    assert "lone memo" in words((await sluice.cards())[0]["message"])


async def test_nulls_in_every_field_are_field_errors(sluice: World) -> None:
    await sluice.command("/assign")
    view = await sluice.modal(callback="assign_view")
    payload = {
        "type": "view_submission",
        "team": {"id": "T01TEST"},
        "user": {"id": ALICE, "team_id": "T01TEST"},
        "trigger_id": "t1",
        "view": {**view, "state": {"values": {b["block_id"]: {"value": None} for b in view["blocks"]}}},
    }
    status, body = await send(sluice, urllib.parse.urlencode({"payload": json.dumps(payload)}))
    assert status == 200
    assert json.loads(body)["response_action"] == "errors"
    assert await count(sluice, task) == 0


@pytest.mark.parametrize(
    "values, field",
    [
        ({"goal": "  "}, "goal"),
        ({"goal": "Memo", "due": "Frday"}, "due"),
        ({"goal": "Memo", "due": "2020-01-01"}, "due"),
        ({"goal": "x" * 12_001}, "goal"),
        ({"goal": "Memo", "worker": {"value": {"selected_option": {"value": "admin"}}}}, "worker"),
        ({"goal": "Memo", "reviewer": "U0BOT"}, "reviewer"),
    ],
)
async def test_the_form_names_the_field_that_is_wrong(sluice: World, values: dict[str, Any], field: str) -> None:
    await sluice.command("/assign")
    answer = await sluice.forge(await sluice.modal(callback="assign_view"), **values)
    assert field in answer["body"]["errors"]
    assert await count(sluice, task) == 0


async def test_an_unknown_modal_is_out_of_date(sluice: World) -> None:
    view = await revise(sluice)
    view["callback_id"] = "from_long_ago"
    answer = await sluice.submit(view, note="x")
    assert "out of date" in words(answer["body"])
