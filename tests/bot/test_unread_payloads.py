"""A field that Slack leaves out, sends as null or spells in a new way: what can be done is done, else it is said."""

import copy
from collections.abc import Mapping
from typing import Any

import pytest

from storage.tables import decision, task
from tests.bot.test_clicks_answer import named
from tests.world import ALICE, World, count, wait_for, words

NOTES = "Bob: We decided to ship on 3 March.\nAlice: Who tells the partners?\n"
UNREAD = "nothing was changed"
Json = dict[str, Any]


def at(payload: Json, path: str, value: Any) -> Json:
    """Return a payload with another value at a place; with ... it is left out."""
    payload = copy.deepcopy(payload)
    *steps, last = path.split(".")
    node: Any = payload
    for step in steps:
        node = node[int(step) if step.isdigit() else step]
    if value is ...:
        del node[last]
    else:
        node[last] = value
    return payload


def last_sent(sluice: World, kind: str) -> Json:
    sent = (line["sent"] for line in reversed(sluice.slack.workspace.log) if line["direction"] == "to app")
    return copy.deepcopy(next(payload for payload in sent if payload.get("type") == kind or kind in payload))


async def deliver(sluice: World, payload: Mapping[str, Any]) -> Json:
    kind = "command" if "command" in payload else "event" if "event" in payload else "interaction"
    answer = await sluice.act("deliver", kind=kind, payload=dict(payload))
    assert answer["status"] == 200, answer
    return answer


NULLS = (
    "container",
    "container.type",
    "container.thread_ts",
    "container.is_ephemeral",
    "response_url",
    "message.blocks",
)
NULLS += ("callback_id", "response_urls", "view", "enterprise", "state", "channel.name", "actions.0.type", "team")


@pytest.mark.parametrize("path", NULLS)
async def test_a_field_that_is_null_is_a_field_that_is_missing(sluice: World, path: str) -> None:
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    card = (await sluice.cards())[0]
    await sluice.click(card, "Open")
    sent = last_sent(sluice, "block_actions")
    pressed = {**sent["actions"][0], **{k: named(card["message"], "Approve")[k] for k in ("action_id", "value")}}
    await deliver(sluice, at({**sent, "trigger_id": "t1", "actions": [pressed]}, path, None))

    async def decided() -> bool:
        return await count(sluice, decision) == 1

    await wait_for(decided, path)


@pytest.mark.parametrize(
    "path", ["view.private_metadata", "view.hash", "view.type", "view.previous_view_id", "response_urls"]
)
async def test_a_submitted_form_stands_a_null(sluice: World, path: str) -> None:
    await sluice.command("/assign")
    view = await sluice.modal(callback="assign_view")
    await sluice.submit(view, goal="   ")
    sent = last_sent(sluice, "view_submission")
    answer = await deliver(sluice, at({**sent, "trigger_id": "t1"}, path, None))
    assert "goal" in answer["body"]["errors"]


async def test_a_closed_window_that_is_not_named_is_no_error(sluice: World, caplog: pytest.LogCaptureFixture) -> None:
    await deliver(sluice, {"type": "view_closed", "team": {"id": "T01TEST"}, "user": {"id": ALICE}, "view": None})
    assert [r for r in caplog.records if r.exc_info] == []


@pytest.mark.parametrize("sluice", ["http", "socket"], indirect=True)
@pytest.mark.parametrize("path", ["channel_id", "user_id", "trigger_id", "team_id"])
async def test_a_command_that_can_not_be_read_is_answered_with_its_words(sluice: World, path: str) -> None:
    await sluice.command("/sluice")
    answer = await deliver(sluice, {**at(last_sent(sluice, "command"), path, ...), "text": "writer: Memo"})
    assert UNREAD in words(answer["body"]) and "writer: Memo" in words(answer["body"])
    assert await count(sluice, task) == 0


@pytest.mark.parametrize("sluice", ["http", "socket"], indirect=True)
@pytest.mark.parametrize(
    "path, value",
    [("actions", ...), ("actions.0.action_id", ...), ("actions.0.value", {"new": "shape"}), ("container", 7)],
)
async def test_a_press_that_can_not_be_read_is_answered_in_words(sluice: World, path: str, value: Any) -> None:
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    await sluice.click((await sluice.cards())[0], "Open")
    sent = {**last_sent(sluice, "block_actions"), "trigger_id": "t1"}
    await deliver(sluice, at(sent, path, value))
    await sluice.ephemeral(ALICE, UNREAD)


@pytest.mark.parametrize(
    "path, value", [("view.id", ...), ("view", ...), ("view", 7), ("view.blocks", [{"type": "input"}])]
)
async def test_a_form_that_can_not_be_read_is_answered_in_words(sluice: World, path: str, value: Any) -> None:
    await sluice.command("/assign")
    await sluice.submit(await sluice.modal(callback="assign_view"), goal="   ")
    payload = at({**last_sent(sluice, "view_submission"), "trigger_id": "t1"}, path, value)
    answer = await deliver(sluice, payload if path != "view.blocks" else at(payload, "view.id", None))
    assert UNREAD in str(answer["body"])


@pytest.mark.parametrize("sluice", ["http", "socket"], indirect=True)
@pytest.mark.parametrize("names", [("1.2." + "a" * 200 + "b", "1.2." + "a" * 200 + "c"), ("", "")])
async def test_two_commands_that_are_named_alike_are_two(sluice: World, names: tuple[str, str]) -> None:
    await sluice.command("/sluice")
    sent = {**last_sent(sluice, "command"), "command": "/assign", "text": f"writer: Memo\n{NOTES}"}
    for name in names:
        await deliver(sluice, {**sent, "trigger_id": name})
    assert await count(sluice, task) == 2


async def test_a_command_that_comes_again_with_a_long_name_is_one(sluice: World) -> None:
    await sluice.command("/sluice")
    sent = {**last_sent(sluice, "command"), "command": "/assign", "text": f"writer: Memo\n{NOTES}"}
    for _ in range(2):
        await deliver(sluice, {**sent, "trigger_id": "1.2." + "a" * 200})
    assert await count(sluice, task) == 1


@pytest.mark.parametrize("sluice", ["http", "socket"], indirect=True)
@pytest.mark.parametrize(
    "payload",
    [
        {"type": "interactive_message", "callback_id": "old"},
        {"type": "interactive_message", "callback_id": "old", "actions": []},
        {"type": "view_submission", "view": {"id": "V1", "type": "workflow_step", "callback_id": "old"}},
        {"type": "view_closed", "view": {"id": "V1", "type": "workflow_step", "callback_id": "old"}},
        {"type": "dialog_submission", "callback_id": "old", "state": None},
        {"type": "dialog_suggestion"},
        {"type": "block_suggestion"},
        {"type": "message_action"},
        {"type": "shortcut"},
        {"type": "workflow_step_edit", "callback_id": "old"},
        {"type": "function_executed"},
    ],
)
async def test_an_old_kind_of_press_is_no_error_of_ours(sluice: World, payload: Json, logs: list[Json]) -> None:
    await deliver(sluice, {"team": {"id": "T01TEST"}, "user": {"id": ALICE, "team_id": "T01TEST"}, **payload})
    assert [line for line in logs if line["log_level"] == "error"] == []


async def test_a_submitted_window_without_a_name_is_answered_in_words(sluice: World) -> None:
    await sluice.command("/assign")
    await sluice.submit(await sluice.modal(callback="assign_view"), goal="   ")
    sent = {**last_sent(sluice, "view_submission"), "trigger_id": "t1"}
    for value in (None, ..., ""):
        answer = await deliver(sluice, at(sent, "view.callback_id", value))
        assert UNREAD in str(answer["body"])
