"""What Local Slack sends when somebody uses another element than a button: key by key as Slack's, also inside of blocks."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from localslack.config import Config
from localslack.server import LocalSlack
from tests.localslack.shapes_of_elements import ELEMENTS, WITHOUT_STATE, shape_of
from tests.localslack.test_api import EVERYTHING, serving
from tests.localslack.test_shapes import missing, mistyped, unknown

ALICE, BOB, GENERAL = "U01ALICE", "U02BOB", "C01GEN"
Json = dict[str, Any]
Both = tuple[LocalSlack, AsyncWebClient]


def text(words: str) -> Json:
    return {"type": "plain_text", "text": words}


ONE, TWO = ({"text": text(f"{name} & more"), "value": name} for name in ("one", "two"))
OPTIONS = {"options": [ONE, TWO]}
CONFIRM = {name: text(name) for name in ("title", "text", "confirm", "deny")}
DRAWN: dict[str, Json] = {
    "overflow": {**OPTIONS, "confirm": CONFIRM},
    "static_select": {**OPTIONS, "placeholder": text("Choose"), "initial_option": ONE},
    "multi_static_select": {**OPTIONS, "placeholder": text("Choose"), "initial_options": [ONE]},
    "users_select": {"initial_user": ALICE, "placeholder": text("Who?")},
    "multi_users_select": {"initial_users": [ALICE]},
    "channels_select": {"initial_channel": GENERAL},
    "conversations_select": {"initial_conversation": GENERAL},
    "multi_conversations_select": {"initial_conversations": [GENERAL]},
    "datepicker": {"initial_date": "2026-11-26"},
    "timepicker": {"initial_time": "09:00"},
    "checkboxes": {**OPTIONS, "initial_options": [ONE]},
    "radio_buttons": {**OPTIONS, "initial_option": ONE},
}
CHOSEN: dict[str, Json] = {
    "overflow": {"selected_option": TWO},
    "static_select": {"selected_option": TWO},
    "multi_static_select": {"selected_options": [ONE, TWO]},
    "users_select": {"selected_user": BOB},
    "multi_users_select": {"selected_users": [BOB]},
    "channels_select": {"selected_channel": GENERAL},
    "conversations_select": {"selected_conversation": GENERAL},
    "multi_conversations_select": {"selected_conversations": [GENERAL]},
    "datepicker": {"selected_date": "2026-12-01"},
    "timepicker": {"selected_time": "17:30"},
    "checkboxes": {"selected_options": [TWO]},
    "radio_buttons": {"selected_option": TWO},
}
SURFACES = {"message": "block_actions in a message", "modal": "block_actions in a modal"}


@pytest.fixture
async def both() -> Any:
    async for slack, client in serving(Config(app=EVERYTHING)):
        slack.connect("http://127.0.0.1:1/gone")  # nobody answers: what is sent is all that counts
        yield slack, client


def block_of(kind: str, **more: Any) -> Json:
    """A block that holds one element of a kind: those that choose several stand in sections alone."""
    element = {"type": kind, "action_id": "it", **DRAWN[kind]}
    if kind.startswith("multi_"):
        return {"type": "section", "block_id": "b", "text": text("Which?"), "accessory": element, **more}
    return {"type": "actions", "block_id": "b", "elements": [element], **more}


async def sent(both: Both, surface: str, *blocks: Json, **action: Any) -> Json:
    """The payload of a use of the element in these blocks."""
    slack, client = both
    if surface == "message":
        posted = await client.chat_postMessage(channel=GENERAL, text="x", blocks=blocks)
        await slack.acting.interact(GENERAL, posted["ts"], ALICE, {"action_id": "it", **action})
    else:
        view = {"type": "modal", "title": text("x"), "submit": text("x"), "blocks": blocks, "callback_id": "x"}
        view |= {"close": text("x"), "private_metadata": "", "external_id": ""}
        opened = await client.views_open(trigger_id=slack.delivery.trigger(ALICE), view=view)
        typed = {"note": {"value": {"type": "plain_text_input", "value": "half a note"}}}
        await slack.acting.view_action(ALICE, opened["view"]["id"], {"action_id": "it", **action}, typed)
    return dict(next(line["sent"] for line in reversed(slack.workspace.log) if line["direction"] == "to app"))


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("kind", ELEMENTS)
async def test_an_action_has_the_keys_that_slacks_has(both: Both, kind: str, surface: str) -> None:
    payload = await sent(both, surface, block_of(kind), **CHOSEN[kind])
    shape = shape_of(SURFACES[surface], kind)
    assert sorted({*missing(shape, payload), *mistyped(shape, payload), *unknown(shape, payload)}) == []
    (action,) = payload["actions"]
    assert action["type"] == kind and action["block_id"] == "b"
    assert {key for key in DRAWN[kind] if key != "options"} <= action.keys()


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("kind", ELEMENTS)
async def test_the_state_names_what_holds_something(both: Both, kind: str, surface: str) -> None:
    payload = await sent(both, surface, block_of(kind), **CHOSEN[kind])
    values = (payload if surface == "message" else payload["view"])["state"]["values"]
    if kind in WITHOUT_STATE:
        assert values == []
    else:
        (action,) = payload["actions"]
        assert values == {"b": {"it": {"type": kind, **{key: action[key] for key in CHOSEN[kind]}}}}


async def test_what_was_typed_beside_a_button_goes_along(both: Both) -> None:
    note = {"type": "plain_text_input", "action_id": "value"}
    press = {"type": "actions", "elements": [{"type": "button", "action_id": "it", "text": text("Add")}]}
    field = {"type": "input", "block_id": "note", "label": text("Note"), "element": note}
    payload = await sent(both, "modal", field, press)
    assert payload["view"]["state"]["values"]["note"]["value"]["value"] == "half a note"


@pytest.mark.parametrize("around", ["container", "layout"])
async def test_an_element_inside_of_a_block_is_found(both: Both, around: str) -> None:
    inner = block_of("overflow")
    holders = {
        "container": {"type": "container", "title": text("x"), "child_blocks": [inner]},
        "layout": {"type": "layout", "label": "x", "rows": [{"items": [{"blocks": [inner]}]}]},
    }
    (action,) = (await sent(both, "message", holders[around], **CHOSEN["overflow"]))["actions"]
    assert (action["type"], action["block_id"]) == ("overflow", "b")


async def test_an_option_that_was_chosen_comes_with_entities_as_all_of_the_message(both: Both) -> None:
    (action,) = (await sent(both, "message", block_of("overflow"), selected_option=TWO))["actions"]
    assert action["selected_option"] == {"text": text("two &amp; more"), "value": "two"}


async def stacked(both: Both, *views: Json) -> list[str]:
    """Views of Alice's on one another; their ids, the lowest first."""
    slack, client = both
    ids: list[str] = []
    for more in views:
        view = {"type": "modal", "title": text("x"), "blocks": [{"type": "divider"}], **more}
        call = client.views_push if ids else client.views_open
        ids.append((await call(trigger_id=slack.delivery.trigger(ALICE), view=view))["view"]["id"])
    return ids


def told(both: Both) -> list[tuple[str, bool]]:
    """The views of which the app was told that they were closed, and whether all were closed at once."""
    sent = [line["sent"] for line in both[0].workspace.log if line["what"] == "view_closed"]
    return [(payload["view"]["id"], payload["is_cleared"]) for payload in sent]


NOTIFIES = {"notify_on_close": True}


@pytest.mark.parametrize(
    "last, every, left, cleared",
    [(NOTIFIES, False, 1, False), (NOTIFIES, True, 0, True), ({**NOTIFIES, "clear_on_close": True}, False, 0, True)],
    ids=["one", "all", "one that clears"],
)
async def test_the_app_is_told_of_each_view_that_was_closed(
    both: Both, last: Json, every: bool, left: int, cleared: bool
) -> None:
    ids = await stacked(both, NOTIFIES, last)
    await both[0].acting.close(ALICE, ids[-1], every)
    assert told(both) == [(name, cleared) for name in reversed(ids[left:])]
    assert len(both[0].workspace.views[ALICE]) == left
