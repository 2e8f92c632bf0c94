"""What a person does in words, over the wire, and what came of it: shared by the tests of replies."""

import asyncio
from typing import Any

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.collections import asked_for
from storage.tables import decision
from tests.far_times import FAR
from tests.world import ALICE, World, buttons, wait_for, words

Json = dict[str, Any]
NOTES = "Bob: We decided to ship on 3 March.\nAlice: The price is 39 € per seat, since hosting costs 20 €.\n"


async def verdicts(sluice: World) -> list[str]:
    """Return the live decisions, oldest first."""
    rows = sa.select(decision.c.verdict).where(decision.c.team == "T01TEST", decision.c.undone_at.is_(None))
    return list(await sluice.bot.ledger.see(lambda tx: tx.conn.execute(rows.order_by(decision.c.id)).scalars().all()))


async def decided(sluice: World, *wanted: str) -> None:
    async def look() -> bool:
        return await verdicts(sluice) == list(wanted)

    await wait_for(look, f"decisions {wanted}")


async def a_card(sluice: World, brief: str = "writer: Memo", user: str = ALICE) -> Json:
    await sluice.said(f"/assign {brief}\n{NOTES}")
    return (await sluice.cards(user))[0]["message"]


async def a_digest(sluice: World, count: int = 2, before: int = 0) -> Json:
    """Return a collection's message with cards that are numbered from 1.

    Args:
        before: how many things wait already.
    """
    await sluice.said(f"/collect at {FAR} daily")
    for n in range(1, count + 1):
        await sluice.said(f"/assign writer: Memo {n}\n{NOTES}")

    async def ready() -> bool:
        return f"{count + before} wait for you" in await sluice.said("/sluice")

    await wait_for(ready)
    await sluice.said("/collect now")
    message: Json = (await sluice.cards(at_least=count + before))[-1]["message"]
    return message


async def reply(sluice: World, message: Json, text: str, user: str = ALICE) -> None:
    await sluice.act("message", channel=message["channel"], user=user, text=text, thread_ts=message["ts"])


async def write(sluice: World, text: str, user: str = ALICE) -> None:
    await sluice.act("message", channel=sluice.dm(user), user=user, text=text)


async def react(sluice: World, message: Json, name: str, user: str = ALICE, present: bool = True) -> Json:
    place = {"channel": message["channel"], "ts": message["ts"]}
    return await sluice.act("reaction", **place, user=user, name=name, present=present)


def now(sluice: World, message: Json) -> Json:
    """Return a message as it is drawn now."""
    return next(m for m in sluice.messages(message["channel"]) if m["ts"] == message["ts"])


def button(message: Json, text: str) -> Json:
    return next(b for b in buttons(message) if b["text"]["text"] == text)


def labels(message: Json) -> list[str]:
    return [b["text"]["text"] for b in buttons(message)]


async def new_answers(sluice: World, before: int, least: int = 1) -> list[Json]:
    """Return what the app has said in the direct messages since then, once nothing more comes.

    Args:
        before: how many messages there were.
    """

    async def look() -> list[Json] | None:
        said = [m for m in sluice.messages(sluice.dm())[before:] if m["user"] == "U0BOT"]
        return said if len(said) >= least else None

    await wait_for(look, f"{least} answers")
    await asyncio.sleep(0.4)
    return await look() or []


async def drawn(sluice: World, message: Json, part: str) -> Json:
    """Return a message once it is drawn with these words."""

    async def look() -> Json | None:
        shown = now(sluice, message)
        return shown if part in words(shown) else None

    return dict(await wait_for(look, f"“{part}” in the message"))


async def bring_again(sluice: World, user: str = ALICE) -> None:
    """Let a collection bring what an older message still shows, as a later slot does."""
    person = await sluice.bot.ledger.see(people.find, "T01TEST", user)
    assert person is not None
    await sluice.bot.ledger.do(asked_for.collect_now, person)
