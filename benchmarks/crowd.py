"""People of Local Slack, played by a program: they assign, collect, open and decide, over the wire."""

from dataclasses import dataclass, field, replace
from typing import Any

from bot.demonstration.stage import local_config
from localslack.config import Config
from localslack.delivery import Answer
from localslack.server import LocalSlack
from tests.world import buttons, cards_of

Json = dict[str, Any]


def name(n: int) -> str:
    return f"U{n:05}"


def config(people: int) -> Config:
    """Return Local Slack's with so many more people, and one more."""
    usual = local_config()
    more = tuple({"id": name(n), "name": f"p{n}", "tz": "UTC"} for n in range(people + 1))
    return replace(usual, users=(*usual.users, *more))


@dataclass(frozen=True, slots=True)
class Crowd:
    slack: LocalSlack
    decided: set[str] = field(default_factory=set)  # by the values of buttons: items, each in one version

    async def say(self, user: str, line: str) -> Json:
        """Run a slash command in a person's direct messages; return its answer."""
        command, _, text = line.partition(" ")
        answer = await self.slack.acting.command(self.channel(user), user, command, text)
        assert answer.ok, answer
        body: Json = answer.body
        return body

    def channel(self, user: str) -> str:
        return str(self.slack.workspace.dm(user)["id"])

    def cards(self, user: str) -> list[Json]:
        """Return what a person can decide now, in all messages."""
        return [card for message in self.slack.workspace.messages[self.channel(user)] for card in cards_of(message)]

    async def press(self, user: str, card: Json, what: str) -> Answer:
        """Press a button of a card as it is drawn now."""
        drawn = buttons(card["message"])
        button = next(b for b in drawn if b["text"]["text"] == what and b["value"].split(".")[0] == card["key"])
        action = {key: button[key] for key in ("type", "action_id", "value")}
        return await self.slack.acting.interact(self.channel(user), card["message"]["ts"], user, action)

    async def decide(self, user: str, verdict: str = "Approve", most: int = 100) -> int:
        """Decide what stands there and was not decided yet; return how much that was."""
        cards = [card for card in self.cards(user) if card["value"] not in self.decided][:most]
        for card in cards:
            self.decided.add(card["value"])
            answer = await self.press(user, card, verdict)
            assert answer.ok, answer
        return len(cards)
