"""What did not work offers the ways out that may help for its cause, on its card, in its window and in words."""

from pathlib import Path

import pytest

from agents.roster.contract import Plain
from agents.roster.ends import Broken, CannotDo
from storage.ledger.work.assignment import Assignment
from storage.rules.values.draft import Draft
from storage.rules.values.item import Remedy
from tests.world import ALICE, Json, World, buttons, wait_for, words, world

KEY = Broken("anthropic:claude: the key is refused (401): set ANTHROPIC_API_KEY.")
CAUSES = [
    (KEY, ""),
    (CannotDo("No line of the material is near to it.", Remedy.MATERIAL), "Give it a new file"),
    (CannotDo("It did not come to an end within 40 calls of the model."), "Edit it"),
]


class Fails(Plain):
    def __init__(self, error: CannotDo) -> None:
        self.error = error

    async def work(self, given: Assignment) -> Draft:
        raise self.error


def names(message: Json) -> list[str]:
    return [b["text"]["text"] for b in buttons(message)]


@pytest.mark.parametrize(("error", "way"), CAUSES, ids=["key", "material", "other"])
async def test_only_what_may_help_is_offered(tmp_path: Path, error: CannotDo, way: str) -> None:
    async with world(tmp_path, workers={"writer": Fails(error)}) as sluice:
        ways = [name for name in ("Retry", way, "Cancel task") if name]
        await sluice.said("/assign writer: Memo")
        card = await sluice.message_with("Did not work")
        assert sorted(names(card)) == sorted([*ways, "Open"])
        await sluice.press(card, next(b for b in buttons(card) if b["text"]["text"] == "Open"))
        window = await sluice.modal(callback="task_view")
        assert names(window) == ways
        await sluice.act("message", channel=sluice.dm(), user=ALICE, text="T-1 what now?")
        asked = await sluice.message_with("What should happen?")
        assert names(asked) == ways


async def test_a_window_of_what_did_not_work_starts_it_again(tmp_path: Path) -> None:
    fails = Fails(KEY)
    async with world(tmp_path, workers={"writer": fails}) as sluice:
        await sluice.said("/assign writer: Memo")
        card = await sluice.message_with("Did not work")
        await sluice.press(card, next(b for b in buttons(card) if b["text"]["text"] == "Open"))
        window = await sluice.modal(callback="task_view")
        fails.error = CannotDo("Something else.")
        retry = next(b for b in buttons(window) if b["text"]["text"] == "Retry")
        action = {k: retry[k] for k in ("type", "action_id", "value")}
        await sluice.act("view-action", user=ALICE, viewId=window["id"], action=action)
        await wait_for(lambda: _seen(sluice, "Something else."), "the next problem")


async def _seen(sluice: World, part: str) -> bool:
    return any(part in words(m) for m in sluice.messages(sluice.dm()))
