"""Short hands for the ledger's tests."""

from typing import Any

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Ledger, Tx
from storage.ledger.decisions import outcomes
from storage.ledger.messages import keeping
from storage.ledger.tasks import assigning
from storage.ledger.work import newcomers, taking_up, working
from storage.rules.authority import Claim
from storage.rules.pages.receipts import Receipt
from storage.rules.values.brief import Brief
from storage.rules.values.check import Check, Finding
from storage.rules.values.draft import Draft
from storage.rules.values.place import Place
from storage.rules.values.profile import Profile
from storage.rules.values.source import Source
from storage.rules.values.worker import agent
from storage.tables import attempt, post

TEAM = "T01TEST"
ALICE, BOB = Claim("U01ALICE", TEAM), Claim("U02BOB", TEAM)
HERE = Place("C01GEN")


def meet(tx: Tx, team: str, *users: str) -> None:
    """Have Slack say that people are full members, where it has said nothing of them yet."""
    for user in users:
        known = people.find(tx, team, user)
        if known is None or known.profile_at is None:
            people.save_profile(tx, team, user, Profile(name="", zone=""))


def meet_users(tx: Tx, team: str, *users: str) -> None:
    """Have Slack say that people are full members, who have used Sluice before: they decide without being asked."""
    meet(tx, team, *users)
    for user in users:
        newcomers.took(tx, team, user)


async def assign(
    ledger: Ledger, key: str | None = None, actor: Claim = ALICE, place: Place = HERE, **more: Any
) -> Receipt:
    """Assign a task of people whom Slack knows; who is to decide has used Sluice before."""
    await ledger.do(meet, TEAM, actor.user)
    await ledger.do(meet_users, TEAM, more.get("reviewer") or actor.user)
    sources = (Source("notes.md", "We decided to ship on 3 March.\nBob will tell the partners."),)
    usual = {"goal": "Write a memo", "worker": agent("writer"), "title": "Write a memo", "criteria": ("short",)}
    brief = Brief(**{**usual, "sources": sources, **more})
    return await ledger.do(assigning.assign, actor, brief, place, key)


def draft(version: int = 1, finding: Finding = Finding.MET, body: str = "One line\nand another") -> Draft:
    return Draft(
        version=version,
        title="Memo",
        summary="Two lines",
        body=body,
        made_by="made by a test",
        checks=(Check(criterion="short", finding=finding, evidence="“One”"),),
    )


async def attempt_of(ledger: Ledger, task: int) -> int:
    return int(
        (
            await ledger.see(
                lambda tx: tx.conn.execute(
                    sa.select(attempt.c.id)
                    .where(attempt.c.team == TEAM, attempt.c.task_id == task)
                    .order_by(attempt.c.id.desc())
                ).first()
            )
        )[0]
    )


async def work(
    ledger: Ledger, made: Receipt, finding: Finding = Finding.MET, body: str = "One line\nand another"
) -> str:
    """Let the last attempt of a task be done; the key of its item."""
    given = await ledger.do(taking_up.begin, TEAM, await attempt_of(ledger, made.task.id))
    assert given is not None
    return await ledger.do(working.hand_in, given, draft(given.version, finding, body))


async def work_on_all(ledger: Ledger, made: Receipt) -> str:
    """Let every version of a task be done, each with its number as its text; the key of the item that has them all."""
    begun = sa.select(attempt.c.id).where(attempt.c.team == TEAM, attempt.c.task_id == made.task.id)
    key = ""
    for each in await ledger.see(lambda read: read.conn.execute(begun.order_by(attempt.c.id)).scalars().all()):
        given = await ledger.do(taking_up.begin, TEAM, each)
        assert given is not None
        key = await ledger.do(working.hand_in, given, draft(given.version, body=f"Version {given.version}"))
    return key


async def told(ledger: Ledger, user: str) -> list[str]:
    """Return what was said to a person in lines of their own."""
    lines = sa.select(post.c.subject).where(post.c.team == TEAM, post.c.surface == "line", post.c.owner == user)
    keys = await ledger.see(lambda read: read.conn.execute(lines.order_by(post.c.id)).scalars().all())
    return [str((await ledger.see(keeping.kept, TEAM, key) or {})["text"]) for key in keys]


async def posted(ledger: Ledger) -> None:
    """Let Slack have what was promised."""

    def send(tx: Tx) -> None:
        waiting = sa.select(post.c.id).where(post.c.team == TEAM, post.c.state == "pending")
        for post_id in tx.conn.execute(waiting).scalars().all():
            outcomes.record_sent(tx, TEAM, post_id, Place("D01ALICE", f"1.{post_id}"))

    await ledger.do(send)
