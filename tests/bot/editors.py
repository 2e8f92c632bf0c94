"""What a person does in the editor of a draft, over the wire: shared by the tests of edits and of versions."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agents.roster.contract import Plain
from storage.ledger.work.assignment import Assignment
from storage.rules.values.draft import Draft, File
from tests.world import ALICE, World, buttons, wait_for, words, world

Json = dict[str, Any]
Body = Callable[[Assignment], str]
EDITOR, WHICH, OPEN = "edit_draft_view", "notice", "task_view"


@dataclass
class Writes(Plain):
    """A worker that hands in what it is told to, and remembers what it started from."""

    body: Body
    given: list[Assignment] = field(default_factory=list)

    async def work(self, given: Assignment) -> Draft:
        self.given.append(given)
        body = self.body(given)
        file = File(f"memo-v{given.version}.md", "text/markdown", f"# Memo\n\n{body}\n".encode())
        return Draft(
            version=given.version, title="Memo", summary="In its words.", body=body, made_by="by a test", files=(file,)
        )


@asynccontextmanager
async def writing(home: Path, body: str | Body, **file: Any) -> AsyncIterator[tuple[World, Writes]]:
    """A running bot whose writer hands in this."""
    worker = Writes(body if callable(body) else lambda given: body)
    async with world(home, workers={"writer": worker}, **file) as sluice:
        yield sluice, worker


async def opened(sluice: World, brief: str = "writer: Memo", user: str = ALICE) -> tuple[Json, Json]:
    """Assign something, and open it once it is there; its card and the window."""
    await sluice.said(f"/assign {brief}", user)
    card = (await sluice.cards(user))[-1]
    await sluice.click(card, "Open", user)
    return card, await sluice.modal(user, OPEN)


async def press(sluice: World, view: Json, text: str, user: str = ALICE) -> None:
    """Press a button in a window."""
    button = next(b for b in buttons(view) if b["text"]["text"] == text)
    action = {k: button[k] for k in ("type", "action_id", "value")}
    await sluice.act("view-action", user=user, viewId=view["id"], action=action)


def menu_of(view: Json) -> Json:
    """Return the menu beside the buttons of a window."""
    rows = (b["elements"] for b in view["blocks"] if b["type"] == "actions")
    return next(dict(e) for row in rows for e in row if e["type"] == "overflow")


async def choose(sluice: World, view: Json, text: str, user: str = ALICE) -> None:
    """Choose from the menu of a window."""
    menu = menu_of(view)
    option = next(o for o in menu["options"] if o["text"]["text"] == text)
    action = {"type": "overflow", "action_id": menu["action_id"], "selected_option": option}
    await sluice.act("view-action", user=user, viewId=view["id"], action=action)


async def editor(sluice: World, view: Json, user: str = ALICE) -> Json:
    """Open the editor from a window."""
    await choose(sluice, view, "Edit it, then approve", user)
    return await sluice.modal(user, EDITOR)


def typed(view: Json) -> Mapping[str, str]:
    """Return what stands in the boxes of an editor, by their names."""
    boxes = (b for b in view["blocks"] if b["type"] == "input" and b["element"]["type"] == "plain_text_input")
    return {box["block_id"]: box["element"].get("initial_value", "") for box in boxes}


async def window_with(sluice: World, part: str, user: str = ALICE) -> Json:
    """Return the window on top once it says this."""

    async def look() -> Json | None:
        stack = sluice.slack.workspace.views.get(user, [])
        return stack[-1] if stack and part in words(stack[-1]) else None

    return dict(await wait_for(look, f"“{part}” in the window"))
