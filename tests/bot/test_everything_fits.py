"""Whatever people call things, each window, message and list that can be reached fits into what Slack takes."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bot.demonstration.stage import local_config
from localslack.used import elements
from storage.tables import task
from tests.world import ALICE, BOB, GENERAL, Json, World, count, world

SIGNS, WORDS = "&<>" * 100, "&<b>Long & longer</b> " * 14  # 300 characters each
TWICE, DEEP = 2, 4  # presses of what has one id, and rounds in one window
NOT_TAKEN = ("invalid_", "msg_", "view_too_large", "no_text", "metadata_too_large")


@dataclass(slots=True)
class Walk:
    """A person who presses whatever there is to press.

    Attributes:
        pressed: how often each id was.
    """

    sluice: World
    pressed: Counter[str] = field(default_factory=Counter)

    async def go(self, rounds: int) -> None:
        """Press everything that has not been pressed often enough, again and again."""
        for _ in range(rounds):
            before = self.pressed.total()
            for use in [*self._there()]:
                if await self._press_new(*use):
                    await self._look_in()
            if self.pressed.total() == before:
                return

    async def _look_in(self) -> None:
        """Press what stands in the window that is open, send it if it is a form, and close it."""
        for _ in range(DEEP):
            stack = self.sluice.slack.workspace.views.get(ALICE, [])
            uses = [use for view in stack[-1:] for use in _uses(view, True)]
            if not [use for use in uses if await self._press_new(*use)]:
                break
        await self._send_forms()

    async def _press_new(self, place: Json, view: bool, element: Json, option: Json | None) -> bool:
        """Press an element that was not pressed often enough; return whether it was pressed."""
        chosen = option["value"] if option else ""
        parts = (element.get("action_id", ""), chosen.partition("|")[0])
        name = " ".join(str(part).partition(".")[0] for part in parts if part)
        if self.pressed[name] >= TWICE:
            return False
        self.pressed[name] += 1
        await self._press(place, view, element, option)
        return True

    def _there(self) -> Iterator[tuple[Json, bool, Json, Json | None]]:
        """Yield each element that can be used: where it stands, whether that is a view, and what is chosen of it."""
        slack = self.sluice.slack.workspace
        messages = [m for said in slack.messages.values() for m in said[-12:] if m["user"] == slack.config.bot_user]
        for message in [*messages, *slack.ephemerals.get(ALICE, [])[-6:]]:
            yield from _uses(message, False)
        for view in [*slack.views.get(ALICE, [])[-1:], *([slack.homes[ALICE]] if ALICE in slack.homes else [])]:
            yield from _uses(view, True)

    async def _press(self, place: Json, view: bool, element: Json, option: Json | None) -> None:
        action = {key: element[key] for key in ("type", "action_id", "value") if key in element}
        given = {"user": ALICE, "action": {**action, **({"selected_option": option} if option else {})}}
        if view:
            given |= {"viewId": place["id"]}
        else:
            given |= {"channel": place["channel"], "messageTs": place["ts"]}
        verb = "view-action" if view else "interact"
        async with self.sluice.session.post(f"{self.sluice.slack.url}/_control/{verb}", json=given):
            pass  # it may be gone by now: then nothing is pressed
        await self._rest()

    async def _rest(self) -> None:
        """Wait until the app has answered, as far as it is quick."""
        seen = -1
        while len(self.sluice.slack.workspace.log) != seen:
            seen = len(self.sluice.slack.workspace.log)
            await asyncio.sleep(0.08)

    async def _send_forms(self) -> None:
        """Send the forms that are open, each field filled with what is as long as it may be."""
        for view in [*self.sluice.slack.workspace.views.get(ALICE, [])][-1:]:
            name = f"form {view['callback_id']}"
            self.pressed[name] += 1
            if view.get("submit") and self.pressed[name] <= TWICE:
                await self.sluice.act("view-submit", user=ALICE, viewId=view["id"], values=_filled(view))
                await self._rest()
            await self.sluice.act("view-close", user=ALICE, viewId=view["id"], all=True)

    def faults(self) -> list[str]:
        """Return what Slack did not take of all that was sent."""
        log = self.sluice.slack.workspace.log
        refused = [f"{line['what']}: {line['got']}" for line in log if str(line["status"]).startswith(NOT_TAKEN)]
        shown = [m["text"] for m in self.sluice.slack.workspace.ephemerals.get(ALICE, []) if m.get("failure")]
        errors = [e for v in self.sluice.slack.workspace.views.get(ALICE, []) for e in (v.get("errors") or {}).values()]
        return [*refused, *shown, *(e for e in errors if "can't be shown" in e)]


def _uses(place: Json, view: bool) -> Iterator[tuple[Json, bool, Json, Json | None]]:
    for block, element in elements(place.get("blocks") or ()):
        if block["type"] == "input":
            continue  # what is chosen there is sent with the form
        if element["type"] in ("overflow", "static_select"):
            groups = element.get("option_groups") or [element]
            yield from ((place, view, element, option) for group in groups for option in group["options"])
        elif element["type"] == "button":
            yield place, view, element, None


def _filled(view: Json) -> Json:
    values: Json = {}
    for block, element in elements(view["blocks"]):
        if element["type"] == "plain_text_input":
            values[block["block_id"]] = WORDS[: element.get("max_length", 3000)]
        elif element["type"] == "users_select":
            values[block["block_id"]] = BOB
    return values


COMMANDS = (
    "/sluice", "/sluice tasks", "/sluice T-1", "/sluice T-2", "/sluice find long", "/sluice find &<>", "/sluice workers",
    "/sluice times", "/sluice help", "/sluice review", "/sluice streams", "/sluice playbooks", "/sluice figures",
    f"/sluice {WORDS}", f"/collect {WORDS}", f"/assign {WORDS}; by Frday; {WORDS}", "/assign", "/collect", "/collect now",
)  # fmt: skip


@pytest.mark.parametrize("name", [SIGNS, WORDS], ids=["signs", "words"])
async def test_everything_that_can_be_pressed_shows_what_slack_takes(tmp_path: Path, name: str) -> None:
    config = local_config()
    users = tuple({**user, "name": f"{user['name']}", "profile": {"display_name": name}} for user in config.users)
    async with world(tmp_path, config=replace(config, users=users), undo_seconds=60) as sluice:
        walk = Walk(sluice)
        await sluice.act("open-home", user=ALICE)
        points = "\n".join(f"must: {name}{n}" for n in range(10))
        await sluice.command(f"/assign writer: {name}\n{points}\nBob: We ship. {name}\nAlice: Who tells {name}?")
        await sluice.command(f"/assign writer: {name}; for <@{BOB}|bob>; to <#{GENERAL}|general>; versions 2\n{name}")
        await sluice.command(f"/assign <@{BOB}|bob> {name}")
        await sluice.cards()
        for text in COMMANDS:
            await sluice.command(text)
            await walk.go(3)
        await walk.go(4)
        assert walk.faults() == []
        assert await count(sluice, task) >= 3 and len(walk.pressed) > 20, walk.pressed
