"""Slack that often stores what it is asked to and answers badly, and an account of what became of each post."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from bot.demonstration.stage import local_config
from localslack.config import Config
from localslack.fault import Fault
from localslack.server import LocalSlack
from storage.ledger.messages import posting
from storage.rules.pages.messages import Post
from storage.tables import job, post
from tests.world import ALICE, BOB, CARA, World, cards_of, words

SEED = 500
UNREAD = "C04BOARD"  # the app is in it and may not read it
OPEN = ("C01GEN", "C02RND", "C03LAUNCH", "C05GROUP", "C11ONE", "C12TWO", "C13SIX")
POST, UPDATE, SHARE, UPLOAD = "chat.postMessage", "chat.update", "files.completeUploadExternal", "upload"
LOOKS = ("conversations.history", "conversations.replies")
TIMEOUT = 15.0  # seconds that the client waits
Json = dict[str, Any]

STORED: tuple[Json, ...] = (
    {"what": "reset"},
    {"what": "html", "after": True},
    *({"what": "status", "value": status, "after": True} for status in (500, 502, 503)),
    *({"what": "error", "value": error, "after": True} for error in ("internal_error", "fatal_error")),
)
REFUSED: tuple[Json, ...] = (
    {"what": "status", "value": 429, "retry_after": "0.1"},
    {"what": "status", "value": 503},
    {"what": "error", "value": "internal_error"},
)
LATE: Json = {"what": "delay", "value": TIMEOUT + 1, "after": True}
TOO_LATE: Json = {"what": "delay", "value": TIMEOUT + 2}  # it is stored when the client has given up


def configured() -> Config:
    """Return a workspace with the app in each conversation, whose manifest lacks a scope for private channels."""
    base = local_config()
    everyone = ["U0BOT", ALICE, BOB, CARA]
    public = [{"id": id_, "name": id_[3:].lower(), "members": everyone} for id_ in OPEN if id_ != "C05GROUP"]
    private = {"id": UNREAD, "name": "board", "is_private": True, "members": everyone}
    group = {"id": "C05GROUP", "is_mpim": True, "members": everyone}
    scopes = base.app.scopes - {"groups:history"}
    return replace(base, app=replace(base.app, scopes=scopes), channels=(*public, private, group))


@dataclass(slots=True)
class Trouble:
    """Faults in Slack, drawn by a seeded die, and how often each struck."""

    slack: LocalSlack
    faults: list[tuple[Fault, int]] = field(default_factory=list)
    unreachable: int = 0  # posts that met no connection at all

    def __post_init__(self) -> None:
        self.slack.faults.dice.seed(SEED)

    def order(self, method: str, kinds: Sequence[Json], times: int, rate: float) -> None:
        """Let each of these faults strike a method at this rate, so many times at most."""
        for kind in kinds if times else ():
            fault = self.slack.faults.order({**kind, "method": method, "times": times, "rate": rate})
            self.faults.append((fault, times))

    def struck(self) -> Counter[str]:
        """Return how often each method was struck, and how often each kind of fault did."""
        counts: Counter[str] = Counter({"unreachable": self.unreachable})
        for fault, times in self.faults:
            when = "after" if fault.stores else "before"
            where = "lookup" if fault.method in LOOKS else fault.method
            for what in (where, f"{fault.what} {fault.value or ''} {when}"):
                counts[what] += times - fault.times
        return counts

    async def outage(self, sluice: World, seconds: float) -> None:
        """Refuse new connections for a while, and end those that are open, whatever is under way on them."""
        runner = self.slack._runner
        assert runner is not None and runner.server is not None
        (site,) = runner.sites
        await site.stop()
        for connection in runner.server.connections:
            if connection.transport is not None:
                connection.transport.abort()
        await asyncio.sleep(seconds)
        refused = sa.select(sa.func.count()).where(job.c.kind == "post", job.c.error.contains("Cannot connect"))
        self.unreachable += await sluice.bot.ledger.see(lambda tx: tx.conn.execute(refused).scalar_one())
        await type(site)(runner, "127.0.0.1", int(self.slack.url.rpartition(":")[2])).start()


@dataclass(frozen=True, slots=True)
class Account:
    """All posts of the outbox, and how often Slack holds each."""

    posts: tuple[Post, ...]
    messages: tuple[Json, ...]

    def states(self) -> Counter[str]:
        return Counter(row.state for row in self.posts)

    def wrong(self) -> list[str]:
        """Return what was lost, doubled, silently unknown, put into Slack by nobody, or not brought up to date."""
        stale = [f"still to be decided: {m}" for m in self.messages if cards_of(m)]
        return [*self._lost(), *self._doubled(), *self._silent(), *self._strange(), *stale]

    def _times(self, row: Post) -> int:
        """Return how often Slack has a post: files are known by the id of the first, which carries no key of ours."""
        return self._shares(row.ts) if row.ts.startswith("F") else sum(row.key in keys_of(m) for m in self.messages)

    def _lost(self) -> Iterator[str]:
        for row in self.posts:
            if row.state == "sent" and self._times(row) == 0:
                yield f"lost: {row}"
            if row.state not in ("sent", "unknown", "withdrawn"):
                yield f"{row.state}: {row}"

    def _shares(self, file_id: str) -> int:
        return sum(f["id"] == file_id for m in self.messages for f in m.get("files", ()))

    def _doubled(self) -> Iterator[str]:
        for row in self.posts:
            if self._times(row) > (row.state != "withdrawn"):
                yield f"there {self._times(row)} times: {row}"

    def _silent(self) -> Iterator[str]:
        notices = {row.subject: row for row in self.posts if row.kind == "undelivered"}
        for row in self.posts:
            notice = notices.get(str(row.id))
            if row.state == "unknown" and (notice is None or not self._tells(notice, row.owner)):
                yield f"silently unknown: {row}, of which {row.owner} was told by {notice}"

    def _tells(self, notice: Post, owner: str) -> bool:
        """Tell whether a notice stands in its owner's direct messages, and says what is not known."""
        own = [m for m in self.messages if m["channel"] == f"D{owner[1:]}" and notice.key in keys_of(m)]
        return any("may or may not be in" in words(m) for m in own)

    def _strange(self) -> Iterator[str]:
        ours = {row.key for row in self.posts} | {row.ts for row in self.posts if row.ts}
        for message in self.messages:
            if not (keys_of(message) | {f["id"] for f in message.get("files", ())}) & ours:
                yield f"of no post: {message}"


def keys_of(message: Json) -> set[str]:
    """Return the names that a message was given: of its blocks, and in its metadata."""
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    return {str(payload.get("key"))} | {b["block_id"] for b in message.get("blocks") or ()}


async def account(sluice: World) -> Account:
    """Return what the ledger says of each post, and what the app has said in Slack."""
    held = sluice.slack.workspace.messages.values()
    messages = tuple(m for some in held for m in some if m["user"] == sluice.slack.config.bot_user)
    return await sluice.bot.ledger.see(lambda tx: Account(_posts(tx), messages))


def _posts(tx: Any) -> tuple[Post, ...]:
    ids = tx.conn.execute(sa.select(post.c.id).where(post.c.team == "T01TEST").order_by(post.c.id)).scalars().all()
    return tuple(posting.get_post(tx, "T01TEST", n) for n in ids)


async def settled(sluice: World) -> bool:
    """Tell whether nothing is left to be done."""
    busy = sa.select(sa.func.count()).where(job.c.kind.in_(("post", "redraw", "effect", "attempt")))
    return not await sluice.bot.ledger.see(lambda tx: tx.conn.execute(busy).scalar_one())
