"""Who decides, as a program of its own: `python -m benchmarks.hand URL USER CHANNEL VERDICT…`.

It knows what anybody sees in Local Slack and nothing of the app: it goes through the cards that stand there, from the
top, one verdict for each, and prints how many it took, and how many of them Slack asked about once more.
"""

import asyncio
import sys
from collections.abc import Sequence
from typing import Any

import aiohttp

from tests.world import buttons

Json = dict[str, Any]
NOTE = "Shorter, please."


class Hand:
    def __init__(self, session: aiohttp.ClientSession, user: str, channel: str) -> None:
        self._session, self._user, self._channel = session, user, channel

    async def decide(self, verdicts: Sequence[str]) -> tuple[int, int]:
        """Decide the cards that stand there from the top, a verdict each: from the list for several, as far as it has
        what is to be approved, else one by one. Return how many, and how many Slack asked about once more."""
        plan = dict(zip([button["value"] for _, button in await self._cards()], verdicts, strict=False))
        together = await self._approve_together({value for value, verdict in plan.items() if verdict == "Approve"})
        asked = [await self._one(value, verdict) for value, verdict in plan.items() if value not in together]
        return len(plan), sum(asked)

    async def _cards(self) -> list[tuple[Json, Json]]:
        """Return (message, button) of each card that can be approved or rejected, from the top."""
        messages = await self._get(f"messages/{self._channel}")
        return [(m, b) for m in messages for b in buttons(m) if b["text"]["text"] == "Reject"]

    async def _approve_together(self, wanted: set[str]) -> set[str]:
        """Approve what is wanted of the list behind “Approve the N…”; return what was approved."""
        messages = await self._get(f"messages/{self._channel}")
        lists = [(m, b) for m in messages for b in buttons(m) if b["text"]["text"].startswith("Approve the ")]
        if not lists or len(wanted) < 2:
            return set()
        await self._press(*lists[-1])
        view = await self._view()
        fields = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
        ticked = {
            name: [option["value"] for option in element["options"] if option["value"] in wanted]
            for name, element in fields.items()
        }
        await self._act("view-submit", viewId=view["id"], values=ticked)
        approved = {value for values in ticked.values() for value in values}
        for value in approved:
            await self._taken({"action_id": "reject", "value": value})
        return approved

    async def _one(self, value: str, verdict: str) -> bool:
        """Decide one card by its own buttons; return whether Slack asked once more."""
        messages = await self._get(f"messages/{self._channel}")
        found = [(m, b) for m in messages for b in buttons(m) if b["text"]["text"] == verdict and b["value"] == value]
        await self._press(*found[-1])
        if verdict == "Revise":
            view = await self._view()
            await self._act("view-submit", viewId=view["id"], values={"note": NOTE})
        await self._taken(found[-1][1])
        return "confirm" in found[-1][1]

    async def _press(self, message: Json, button: Json) -> None:
        action = {key: button[key] for key in ("type", "action_id", "value")}
        await self._act("interact", channel=self._channel, messageTs=message["ts"], action=action)

    async def _taken(self, pressed: Json) -> None:
        """Wait until the button is not drawn any more."""
        named = pressed["action_id"], pressed["value"]
        for _ in range(500):
            drawn = [b for m in await self._get(f"messages/{self._channel}") for b in buttons(m)]
            if named not in [(button["action_id"], button.get("value")) for button in drawn]:
                return
            await asyncio.sleep(0.02)
        raise AssertionError("the button is still there")

    async def _view(self) -> Json:
        for _ in range(500):
            views = (await self._get(f"views/{self._user}"))["modals"]
            if views:
                return dict(views[-1])
            await asyncio.sleep(0.02)
        raise AssertionError("no form came")

    async def _get(self, what: str) -> Any:
        async with self._session.get(f"/_control/{what}") as got:
            return await got.json()

    async def _act(self, what: str, **given: Any) -> None:
        async with self._session.post(f"/_control/{what}", json={"user": self._user, **given}) as got:
            assert got.status == 200, await got.text()


async def main(url: str, user: str, channel: str, *verdicts: str) -> None:
    async with aiohttp.ClientSession(url) as session:
        print(*await Hand(session, user, channel).decide(verdicts))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
