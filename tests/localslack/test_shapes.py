"""Local Slack's payloads, key by key against the table of what Slack's have."""

import asyncio
import copy
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.demonstration.stage import local_config
from localslack.config import Config
from localslack.server import LocalSlack
from tests.bot.desk import choose, menu
from tests.localslack.shapes import SHAPES, Shape
from tests.localslack.shapes_of_elements import named, of_name
from tests.world import ALICE, BOB, GENERAL, Json, World, buttons, wait_for, world

NOTES = "Bob: We decided to ship on 3 March.\nAlice: Who tells the partners?\n"
MENTION = f"<@U0BOT> writer: Memo\n{NOTES}"
Act = Callable[[World], Awaitable[Any]]


def curious() -> Config:
    """An app that hears of reactions, too, and has a shortcut everywhere."""
    config = local_config()
    everywhere = {"name": "Everywhere", "type": "global", "callback_id": "everywhere", "description": "x"}
    events = config.app.events | {"reaction_added", "reaction_removed"}
    scopes = config.app.scopes | {"reactions:read"}
    shortcuts = (*config.app.shortcuts, everywhere)
    return replace(config, app=replace(config.app, events=events, scopes=scopes, shortcuts=shortcuts))


@pytest.fixture
async def sluice(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path, transport=request.param, config=curious()) as sluice:
        yield sluice


def at(node: Any, path: str) -> Iterator[Any]:
    """All values that a path leads to."""
    head, _, rest = path.partition(".")
    name = head.removesuffix("[]")
    if not isinstance(node, dict) or name not in node:
        return
    inner = node[name] if head.endswith("[]") else [node[name]]
    for value in inner if isinstance(inner, list) else ():
        yield from at(value, rest) if rest else (value,)


def paths(node: Any, opaque: frozenset[str], path: str = "") -> Iterator[str]:
    """The path of every key, down to where contents are an app's own."""
    if path in opaque:
        return
    if isinstance(node, list):
        for value in node:
            yield from paths(value, opaque, f"{path}[]")
    elif isinstance(node, dict):
        for name, value in node.items():
            inner = f"{path}.{name}" if path else name
            yield inner
            yield from paths(value, opaque, inner)


def missing(shape: Shape, payload: Json) -> Iterator[str]:
    """Always-keys that a parent in the payload lacks."""
    for key in shape.keys:
        parent, _, name = key.path.rpartition(".")
        holders = at(payload, parent) if parent else [payload]
        if not key.case and any(isinstance(holder, dict) and name not in holder for holder in holders):
            yield f"lacks {key.path}"


def mistyped(shape: Shape, payload: Json) -> Iterator[str]:
    for key in shape.keys:
        odd = {"null" if value is None else type(value).__name__ for value in at(payload, key.path)} - key.kinds
        yield from (f"{key.path} is {name}, not {'|'.join(sorted(key.kinds))}" for name in odd)


def unknown(shape: Shape, payload: Json) -> Iterator[str]:
    """Keys that Slack does not send; of an object that it does not send only the object itself."""
    exact = {key.path for key in shape.keys}
    begun = tuple(path.removesuffix("*") for path in exact if path.endswith("*"))
    opaque = frozenset(key.path for key in shape.keys if key.opaque)
    odd = {path for path in paths(payload, opaque) if path not in exact and not path.startswith(begun)}
    yield from (f"too many: {path}" for path in odd if path.rpartition(".")[0].removesuffix("[]") not in odd)


def differences(name: str, payload: Json) -> list[str]:
    shape = of_name(name)
    return sorted({*missing(shape, payload), *mistyped(shape, payload), *unknown(shape, payload)})


# ---- acts of people


def speaking(text: str = "Lunch at noon?", direct: bool = False, thread: bool = False, filed: bool = False) -> Act:
    """Return the act of saying something, in a channel or to the app, by itself or in a thread, with a file or not."""

    async def act(sluice: World) -> Json:
        said = {"channel": sluice.dm() if direct else GENERAL, "user": ALICE, "text": text}
        more: Json = {"thread_ts": (await sluice.act("message", **said))["ts"]} if thread else {}
        if filed:
            more["files"] = [(await sluice.act("file", user=ALICE, name="notes.md", text=NOTES))["body"]]
        return await sluice.act("message", **said, **more)

    return act


async def card_of(sluice: World) -> Json:
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    return (await sluice.cards())[0]


async def click(sluice: World) -> None:
    await sluice.click(await card_of(sluice), "Approve")


async def click_on_ephemeral(sluice: World) -> None:
    await sluice.said("/collect limit 1")
    await card_of(sluice)
    await sluice.said("/assign writer: Other")
    receipt = sluice.slack.workspace.ephemerals[ALICE][-1]
    await sluice.press(receipt, next(b for b in buttons(receipt) if b["text"]["text"] == "Edit"))


async def click_in_view(sluice: World, view: Json) -> None:
    action = {name: buttons(view)[0][name] for name in ("type", "action_id", "value")}
    await sluice.act("view-action", user=ALICE, viewId=view["id"], action=action)


async def click_in_modal(sluice: World) -> None:
    await sluice.click(await card_of(sluice), "Open")
    await click_in_view(sluice, await sluice.modal(callback="task_view"))


async def open_home(sluice: World) -> Json:
    """Open Home twice: at the second time there is a view."""
    await sluice.act("open-home", user=ALICE)

    async def published() -> Json | None:
        return sluice.slack.workspace.homes.get(ALICE)

    view: Json = await wait_for(published, "Home")
    await sluice.act("open-home", user=ALICE)
    return view


async def click_on_home(sluice: World) -> None:
    await click_in_view(sluice, await open_home(sluice))


async def submit(sluice: World) -> None:
    await sluice.command("/assign")
    await sluice.submit(await sluice.modal(callback="assign_view"), goal="Memo")


async def close(sluice: World) -> None:
    """Close the window of Review: the app asks to hear of it."""
    await card_of(sluice)
    await sluice.said("/sluice review")
    await sluice.act("view-close", user=ALICE, viewId=(await sluice.modal(callback="review_view"))["id"])


async def choose_in_a_menu(sluice: World) -> None:
    await sluice.click(await card_of(sluice), "Open")
    view = await sluice.modal(callback="task_view")
    await choose(sluice, view, next(iter(menu(view))))


async def shortcut_on(sluice: World, channel: str, ts: str) -> None:
    await sluice.act("shortcut", user=ALICE, callback_id="hand_off", channel=channel, messageTs=ts)


async def message_shortcut(sluice: World) -> None:
    await shortcut_on(sluice, GENERAL, (await speaking()(sluice))["ts"])


async def shortcut_on_card(sluice: World) -> None:
    message = (await card_of(sluice))["message"]
    await shortcut_on(sluice, message["channel"], message["ts"])


async def reaction(sluice: World) -> None:
    said = await speaking()(sluice)
    for present in (True, False):
        await sluice.act("reaction", channel=GENERAL, ts=said["ts"], user=BOB, name="eyes", present=present)


async def approve(sluice: World) -> None:
    """Have the app post a card and draw it again."""
    await click(sluice)
    await sluice.message_with("Undo")


async def take_back(sluice: World) -> None:
    """Have the app's own call end a message of its own."""
    message = (await card_of(sluice))["message"]
    slack = sluice.slack
    client = AsyncWebClient(base_url=f"{slack.url}/api/", token=slack.config.bot_token)
    await client.chat_delete(channel=message["channel"], ts=message["ts"])


ACTS: dict[str, Act] = {
    "message of the app's own": card_of,
    "message_changed": approve,
    "message_deleted": take_back,
    "command": lambda sluice: sluice.command("/sluice"),
    "message.channels": speaking(),
    "message.channels in a thread": speaking(thread=True),
    "message.channels with files": speaking(filed=True),
    "message.channels with files in a thread": speaking(filed=True, thread=True),
    "message.im": speaking(direct=True),
    "message.im in a thread": speaking(direct=True, thread=True),
    "message.im with files": speaking(direct=True, filed=True),
    "app_mention": speaking(MENTION),
    "app_mention in a thread": speaking(MENTION, thread=True),
    "app_mention with files": speaking(MENTION, filed=True),
    "block_actions in a message": click,
    "block_actions in an ephemeral message": click_on_ephemeral,
    "block_actions in a modal": click_in_modal,
    "block_actions on Home": click_on_home,
    "view_submission": submit,
    "view_closed": close,
    "block_actions in a modal: overflow": choose_in_a_menu,
    "shortcut": lambda sluice: sluice.act("shortcut", user=ALICE, callback_id="everywhere"),
    "message_action on a person's message": message_shortcut,
    "message_action on an app's message": shortcut_on_card,
    "app_home_opened": open_home,
    "reaction_added": reaction,
    "reaction_removed": reaction,
}


def payloads(sluice: World) -> list[Json]:
    return [copy.deepcopy(line["sent"]) for line in sluice.slack.workspace.log if line["direction"] == "to app"]


async def at_rest(sluice: World) -> None:
    """Wait until the app has done what the act made it do."""
    before = -1
    while len(sluice.slack.workspace.log) != before:
        before = len(sluice.slack.workspace.log)
        await asyncio.sleep(0.2)


SOCKET = ("command", "message.channels", "block_actions in a message", "view_submission")
PLAYED = [*(("http", name) for name in ACTS), *(("socket", name) for name in SOCKET)]


@pytest.mark.parametrize(("sluice", "name"), PLAYED, indirect=["sluice"])
async def test_a_payload_has_the_keys_that_slacks_has(sluice: World, name: str) -> None:
    await ACTS[name](sluice)
    await at_rest(sluice)
    alike = [payload for payload in payloads(sluice) if named(payload) == name]
    assert alike, f"no {name} was sent"
    assert sorted({difference for payload in alike for difference in differences(name, payload)}) == []


class Line:
    """A connection of an app that acknowledges everything and keeps the frames."""

    def __init__(self, slack: LocalSlack) -> None:
        self.slack, self.frames = slack, list[Json]()

    async def listen(self) -> None:
        client = AsyncWebClient(base_url=f"{self.slack.url}/api/")
        url = (await client.apps_connections_open(app_token=self.slack.config.app_token))["url"]
        async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
            async for frame in socket:
                self.frames.append(json.loads(frame.data))
                if "envelope_id" in self.frames[-1]:
                    await socket.send_json({"envelope_id": self.frames[-1]["envelope_id"]})

    async def frame(self, name: str) -> Json:
        async def look() -> Json | None:
            return next((frame for frame in self.frames if frame["type"] == name), None)

        return dict(await wait_for(look, f"a frame {name}", 3))


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    made = Line(LocalSlack(config=curious()))
    await made.slack.start()
    listening = asyncio.create_task(made.listen())
    await made.frame("hello")
    yield made
    await made.slack.stop()
    await listening


CAUSES: dict[str, Callable[[LocalSlack], Awaitable[Any]]] = {
    "slash_commands": lambda slack: slack.acting.command(GENERAL, ALICE, "/assign", ""),
    "interactive": lambda slack: slack.acting.shortcut(ALICE, "everywhere", None, None),
    "events_api": lambda slack: slack.acting.talking.open_home(ALICE),
    "disconnect": lambda slack: slack.delivery.transport.trouble("warning"),
}


@pytest.mark.parametrize("name", ["hello", *CAUSES])
async def test_a_frame_of_socket_mode_has_the_keys_that_slacks_has(line: Line, name: str) -> None:
    if name in CAUSES:
        await CAUSES[name](line.slack)
    assert differences(name, await line.frame(name)) == []


SAMPLE = {"type": "url_verification", "token": "x", "challenge": "y"}
WRONG = {"type": "url_verification", "token": None, "team": {"id": "T"}}


def test_differences_are_named() -> None:
    assert differences("url_verification", SAMPLE) == []
    assert differences("url_verification", WRONG) == ["lacks challenge", "token is null, not str", "too many: team"]


def test_elements_of_lists_are_compared_too() -> None:
    file = {"id": "F1", "created": 0, "timestamp": 0, "user": "", "file_access": 1, "odd": {"x": 2}}
    event = {"event": {"files": [{**file, "mode": "file_access"}, file]}}
    differing = [d for d in differences("message.im with files of others", event) if ".files" in d]
    assert differing == [
        "event.files[].file_access is int, not str",
        "lacks event.files[].mode",
        "too many: event.files[].odd",
    ]


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_the_table_names_each_key_once_and_below_a_key(shape: Shape) -> None:
    held = [key.path for key in shape.keys]
    assert len(held) == len(set(held))
    parents = {path.rpartition(".")[0].removesuffix("[]") for path in held} - {""}
    assert parents <= set(held)
