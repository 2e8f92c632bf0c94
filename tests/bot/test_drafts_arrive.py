"""Two hundred drafts of every shape, from the assignment to Slack: each is taken, begins well, and is there whole."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.views import kit
from bot.views.text import richtext
from storage.ledger.messages import posting
from storage.rules.pages.messages import Post
from storage.rules.words import clean
from storage.tables import delivery, item, post, task
from tests.bot.drafts import Hands, drafts, number_in, spoken
from tests.world import ALICE, BOB, CARA, GENERAL, World, cards_of, wait_for, words, world

PEOPLE = (ALICE, BOB, CARA)
NUMBER, CHUNKS = 200, 4
BATCH = 12  # cards that have room in one digest
ENOUGH = 5_000  # characters of the blocks of a message that does not show all
CUT = "The file has all of it"
TOO_OFTEN = "Slack does not say right now"
Json = dict[str, Any]


@dataclass(slots=True)
class Traffic:
    """Every line of Local Slack's traffic, which itself remembers only the last ones."""

    log: list[Json]
    lines: list[Json] = field(default_factory=list)

    def look(self) -> None:
        if self.log and (not self.lines or self.log[-1] is not self.lines[-1]):
            self.lines.append(self.log[-1])

    def refused(self) -> list[tuple[str, object, str]]:
        return [
            (line["what"], line["status"], f"{line['got']!r:.300}")
            for line in self.lines
            if line["status"] not in ("ok", 200, "not delivered", "ratelimited")  # at Slack's pace some wait
        ]


async def read(sluice: World, query: sa.Select[Any]) -> list[Any]:
    return list(await sluice.bot.ledger.see(lambda tx: tx.conn.execute(query).all()))


async def open_items(sluice: World, user: str) -> dict[str, int]:
    """Return the keys of the items that wait for a person, each with its draft's number."""
    query = (
        sa.select(item.c.key, task.c.title)
        .join_from(item, task, sa.and_(item.c.task_id == task.c.id, item.c.team == task.c.team))
        .where(item.c.team == "T01TEST", item.c.reviewer == user, item.c.closed_at.is_(None))
    )
    return {row.key: number_in(row.title) for row in await read(sluice, query)}


async def assign(sluice: World, user: str, n: int) -> None:
    """Hand off a task whose draft goes to direct messages, to a channel, or to the thread that names it."""
    ways: list[Callable[[], Any]] = [
        lambda: command(sluice, f"/assign writer: Draft {n}", user),
        lambda: command(sluice, f"/assign writer: Draft {n}; to #general", user),
        lambda: command(sluice, f"/assign writer: Draft {n}; to #random", user),
        lambda: sluice.act("message", channel=GENERAL, user=user, text=f"<@U0BOT> writer: Draft {n}"),
    ]
    await ways[n % len(ways)]()


async def command(sluice: World, text: str, user: str) -> None:
    """Send a command, and once more where Slack was asked too often which channels somebody is in, as they are told."""

    async def taken() -> bool:
        answer = await sluice.said(text, user)
        assert "T-" in answer or TOO_OFTEN in answer, answer
        return "T-" in answer

    await wait_for(taken, text, within=120)


@dataclass(slots=True)
class Reviewer:
    """A person who assigns drafts, opens each and approves it; what the modals showed is remembered."""

    sluice: World
    user: str
    views: dict[int, Json] = field(default_factory=dict)

    async def decide_all(self, numbers: list[int]) -> None:
        for start in range(0, len(numbers), BATCH):
            await self._batch(set(numbers[start : start + BATCH]))

    async def _batch(self, numbers: set[int]) -> None:
        await asyncio.gather(*(assign(self.sluice, self.user, n) for n in numbers))

        async def ready() -> bool:
            return set((await open_items(self.sluice, self.user)).values()) == numbers

        await wait_for(ready, f"the drafts {numbers} of {self.user} are made", within=120)
        while waiting := await open_items(self.sluice, self.user):
            await self._collect(waiting)

    async def _collect(self, waiting: dict[str, int]) -> None:
        """Bring what waits, and decide what stands there: what is above already is not brought again."""
        await self.sluice.said("/collect now", self.user)

        async def brought() -> set[str]:
            return {key for key in waiting if self._card(key)}

        for key in await wait_for(brought, f"cards of {waiting}", within=120):
            await self._decide(key, waiting[key])

    def _card(self, key: str) -> Json | None:
        """Return an item's card where it can be decided now; the next collection may take it over."""
        held = reversed(self.sluice.messages(self.sluice.dm(self.user)))
        return next((card for m in held for card in cards_of(m) if card["key"] == key), None)

    async def _click(self, key: str, text: str) -> None:
        async def card() -> Json | None:
            return self._card(key)

        await self.sluice.click(await wait_for(card, "a card"), text, self.user)

    async def _decide(self, key: str, n: int) -> None:
        await self._click(key, "Open")
        view = await self.sluice.modal(self.user)
        self.views[n] = view
        await self.sluice.act("view-close", user=self.user, viewId=view["id"])
        await self._click(key, "Approve")

        async def decided() -> bool:
            return key not in await open_items(self.sluice, self.user)

        await wait_for(decided, f"draft {n} is decided", within=120)


async def outbox(sluice: World) -> dict[str, list[Post]]:
    """Return all posts by their surface."""
    ids = [row.id for row in await read(sluice, sa.select(post.c.id).where(post.c.team == "T01TEST"))]
    by_surface: dict[str, list[Post]] = {}
    for row in await sluice.bot.ledger.see(lambda tx: [posting.get_post(tx, "T01TEST", n) for n in ids]):
        by_surface.setdefault(row.kind, []).append(row)
    return by_surface


async def delivered(sluice: World) -> dict[int, Post]:
    """Return the post of each draft's delivery, by the draft's number."""
    query = sa.select(delivery.c.id, task.c.title).join_from(
        delivery, task, sa.and_(delivery.c.task_id == task.c.id, delivery.c.team == task.c.team)
    )
    rows = await read(sluice, query.where(delivery.c.team == "T01TEST"))
    posts = {row.subject: row for row in (await outbox(sluice))["delivery"]}
    return {number_in(row.title): posts[str(row.id)] for row in rows}


def shown(blocks: list[Json]) -> str:
    return "".join(map(richtext.text_of, (b for b in blocks if b["type"] == "rich_text")))


def check_delivery(sluice: World, row: Post, body: str) -> None:
    """Refuse a delivery that is not whole: its words, or the beginning of them and a file that has all."""
    message, incomplete = message_of(sluice, row), row.ts.startswith("F")
    assert message.get("thread_ts", "") == row.thread
    if incomplete:
        assert [sluice.slack.workspace.uploads[f["id"]] for f in message["files"]] == [body.encode()]
    if not row.channel.startswith("D"):  # below its card a file has its title alone
        check_words(message["blocks"], body, incomplete)


def message_of(sluice: World, row: Post) -> Json:
    """Return the one message of Slack's that holds a post."""
    held = sluice.slack.workspace.messages[row.channel]
    (message,) = (m for m in held if m["ts"] == row.ts or any(f["id"] == row.ts for f in m.get("files", ())))
    return message


def check_words(blocks: list[Json], body: str, incomplete: bool) -> None:
    """Refuse words that do not begin as their draft does, or are silent about its end."""
    print_ends = blocks[-1]["type"] == "context"
    text, all_of_it = shown(blocks if print_ends else blocks[:-1]), shown(richtext.blocks(body, 10**9)[0])
    numbers = spoken(text)
    assert numbers == list(range(len(numbers)))
    assert all_of_it.startswith(text.rstrip()) and clean(text) == text
    assert incomplete == (text.rstrip() != all_of_it.rstrip()) == (CUT in words(blocks[-1]))
    assert incomplete or len(numbers) == len(spoken(body))
    assert not incomplete or kit.size(blocks).characters > ENOUGH


def check_modal(sluice: World, user: str, view: Json, body: str) -> None:
    """Refuse a modal that shows less than its draft, unless the whole came in direct messages beside it."""
    draft = next(i for i, b in enumerate(view["blocks"]) if "What came back" in words(b))
    text = shown(view["blocks"][draft + 1 : draft + 2])
    assert spoken(text) == list(range(len(spoken(text))))
    files = [f for m in sluice.messages(sluice.dm(user)) for f in m.get("files", ())]
    attached = [f for f in files if sluice.slack.workspace.uploads[f["id"]] == body.encode()]
    assert attached or text.rstrip() == shown(richtext.blocks(body, 10**9)[0]).rstrip()


async def decide_all(sluice: World, numbers: list[int]) -> list[Reviewer]:
    """Have all drafts made, opened and approved, by several people at once, until Slack has them."""
    reviewers = [Reviewer(sluice, user) for user in PEOPLE]
    await asyncio.gather(*(r.decide_all(numbers[k :: len(PEOPLE)]) for k, r in enumerate(reviewers)))

    async def over() -> bool:
        return len(await delivered(sluice)) == len(numbers) and not {"pending", "sending"} & await states(sluice)

    await wait_for(over, "all is delivered", within=120)
    return reviewers


async def states(sluice: World) -> set[str]:
    """Return in which states posts are."""
    return {row.state for rows in (await outbox(sluice)).values() for row in rows}


@pytest.mark.parametrize("chunk", range(CHUNKS))
async def test_each_draft_is_taken_begins_well_and_is_there_whole(tmp_path: Path, logs: list[Any], chunk: int) -> None:
    bodies, numbers = drafts(NUMBER), list(range(chunk, NUMBER, CHUNKS))
    async with world(tmp_path, workers={"writer": Hands(bodies)}, limit=100, most=20, undo_seconds=0) as sluice:
        traffic = Traffic(sluice.slack.workspace.log)
        sluice.slack.workspace.watchers.add(traffic.look)
        reviewers = await decide_all(sluice, numbers)
        assert traffic.refused() == []
        assert await states(sluice) <= {"sent", "withdrawn"}
        assert not any(m.get("failure") for held in sluice.slack.workspace.ephemerals.values() for m in held)
        for n, row in (await delivered(sluice)).items():
            check_delivery(sluice, row, bodies[n])
        views = {n: (r.user, view) for r in reviewers for n, view in r.views.items()}
        assert set(views) == set(numbers)
        for n, (user, view) in views.items():
            check_modal(sluice, user, view, bodies[n])
    assert [entry for entry in logs if entry["log_level"] in ("warning", "error")] == []
