"""Short hands for the ledger's tests."""

from typing import Any

from storage.ledger import assigning, working
from storage.ledger.assigning import Receipt
from storage.ledger.core import Ledger
from storage.rules.authority import Actor
from storage.rules.task import Brief, Check, Draft, Finding, Place

TEAM = "T01TEST"
ALICE, BOB = Actor("U01ALICE", TEAM), Actor("U02BOB", TEAM)
HERE = Place("C01GEN")


async def assign(ledger: Ledger, key: str | None = None, actor: Actor = ALICE, **more: Any) -> Receipt:
    brief = Brief(
        **{"goal": "Write a memo", "worker": "writer", "title": "Write a memo", "criteria": ("short",), **more}
    )
    return await ledger.do(assigning.assign, actor, brief, HERE, key)


def draft(version: int = 1, finding: Finding = Finding.MET, body: str = "One line\nand another") -> Draft:
    return Draft(version, "Memo", "Two lines", body, "made by a test", checks=(Check("short", finding, "“One”"),))


async def attempt_of(ledger: Ledger, task: int) -> int:
    from sqlalchemy import select

    from storage.tables import attempt

    return int(
        (
            await ledger.see(
                lambda tx: tx.conn.execute(
                    select(attempt.c.id)
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
    given = await ledger.do(working.begin, TEAM, await attempt_of(ledger, made.task.id))
    assert given is not None
    return await ledger.do(working.hand_in, given, draft(given.version, finding, body))
