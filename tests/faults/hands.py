"""What a person does in Local Slack, told apart by whether it was acknowledged."""

from typing import Any

from localslack.delivery import Answer
from localslack.server import LocalSlack
from tests.world import ALICE, GENERAL, buttons, words

NOTES = "Bob: We decided to ship on 3 March.\nCara: The price is 39 €.\n"
Json = dict[str, Any]
Shown = tuple[Json, Json]  # a message and one of its buttons


def name_in(answer: Answer) -> str | None:
    """The task that a receipt names; None when the command was not acknowledged with one."""
    if not answer.ok or "T-" not in words(answer.body):
        return None
    return words(answer.body["blocks"][0]).split(" ")[0].strip("*")


async def assign(slack: LocalSlack, title: str = "Memo") -> str | None:
    """The task's name, when it was acknowledged."""
    return name_in(await slack.acting.command(GENERAL, ALICE, "/assign", f"writer: {title}\n{NOTES}"))


async def collect(slack: LocalSlack) -> None:
    await slack.acting.command(GENERAL, ALICE, "/collect", "now")


def shown(slack: LocalSlack, *actions: str) -> list[Shown]:
    """Alice's buttons of these kinds, as they are drawn now, the newest last."""
    messages = slack.workspace.messages[slack.workspace.dm(ALICE)["id"]]
    return [(m, b) for m in messages for b in buttons(m) if b["action_id"] in actions]


async def click(slack: LocalSlack, which: Shown) -> tuple[bool, str]:
    """Whether it was acknowledged, and the key of the item."""
    message, button = which
    given = {"type": "button", "action_id": button["action_id"], "value": button["value"]}
    answer = await slack.acting.interact(message["channel"], message["ts"], ALICE, given)
    return answer.ok, button["value"].split(".")[0]


def unsaved(slack: LocalSlack) -> int:
    """How often Alice was told that what she pressed was not saved."""
    return sum("not saved" in words(m) for m in slack.workspace.ephemerals.get(ALICE, ()))


def said(slack: LocalSlack) -> list[Json]:
    """All messages that Slack holds."""
    return [m for held in slack.workspace.messages.values() for m in held]
