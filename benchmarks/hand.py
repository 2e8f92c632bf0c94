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
        """Take the first card that is open, until there is none, or no verdict any more."""
        asked = 0
        for n, verdict in enumerate(verdicts):
            drawn = await self._drawn(verdict)
            if drawn is None:
                return n, asked
            message, button = drawn
            action = {key: button[key] for key in ("type", "action_id", "value")}
            await self._act("interact", channel=self._channel, messageTs=message["ts"], action=action)
            if verdict == "Revise":
                view = await self._view()
                await self._act("view-submit", viewId=view["id"], values={"note": NOTE})
            await self._taken(button)
            asked += "confirm" in button
        return len(verdicts), asked

    async def _drawn(self, text: str) -> tuple[Json, Json] | None:
        for message in await self._get(f"messages/{self._channel}"):
            for button in buttons(message):
                if button["text"]["text"] == text:
                    return message, button
        return None

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
