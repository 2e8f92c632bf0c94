"""What is kept too long is removed in steps: nothing of open work, and never the version that was decided."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from bot.operations import upkeep
from storage.ledger.core.ledger import Ledger, Tx
from storage.ledger.decisions import deciding, effects
from storage.ledger.decisions.clicks import Click
from storage.ledger.messages import keeping, posting
from storage.ledger.privacy import retaining
from storage.ledger.privacy.keeping import Keep
from storage.ledger.queries import reading, sizes
from storage.ledger.work import taking_up, working
from storage.rules.posts import PostKind
from storage.rules.values.decision import Verdict
from storage.rules.values.draft import File
from storage.tables import attachment, blob, change, delivery, inbox, post
from tests.conftest import new_ledger
from tests.ledger.hands import ALICE, TEAM, assign, attempt_of, draft

YEARS = timedelta(days=1200)


async def second_version(ledger: Ledger) -> int:
    """Have a task come back in two versions, each with its file; its number."""
    made = await assign(ledger)
    for version, verdict in ((1, Verdict.REVISE), (2, Verdict.APPROVE)):
        given = await ledger.do(taking_up.begin, TEAM, await attempt_of(ledger, made.task.id))
        assert given is not None
        file = File("memo.md", "text/markdown", f"version {version}".encode())
        key = await ledger.do(working.hand_in, given, replace(draft(version), files=(file,)))
        decided = await ledger.do(deciding.decide, ALICE, Click(key=key, version=version), verdict, (), "shorter")
        assert decided.decision is not None
        if version == 1 or made.task.number == 1:
            await ledger.do(effects.effect, TEAM, decided.decision.id)
    return made.task.number


async def count(ledger: Ledger, table: sa.Table) -> int:
    query = sa.select(sa.func.count()).select_from(table).where(table.c.team == TEAM)
    return int(await ledger.see(lambda tx: tx.conn.execute(query).scalar_one()))


async def test_years_later_closed_tasks_have_their_last_version(ledger: Ledger, database: str) -> None:
    closed, still_open = await second_version(ledger), await second_version(ledger)
    await ledger.do(keeping.hold, TEAM, {"text": "a message"})
    later = new_ledger(database, clock=lambda: datetime.now(UTC) + YEARS)
    await upkeep.tidy(later, Keep(), pause=0.0)
    first, second = [await later.see(reading.whole, ALICE, number=n) for n in (closed, still_open)]
    assert (first.draft and first.draft.files[0].data, first.previous) == (b"version 2", None)
    assert second.previous is not None
    assert [await count(later, table) for table in (inbox, delivery)] == [1, 0]  # that she decides, without being asked
    query = sa.select(change.c.what).where(change.c.team == TEAM)
    assert set(await later.see(lambda tx: tx.conn.execute(query).scalars().all())) == {"history removed"}
    assert (await count(later, attachment), await count(later, blob)) == (3, 2)  # the other's first is the same bytes
    later.close()


async def test_the_posts_of_files_go_with_their_delivery(ledger: Ledger, database: str) -> None:
    await second_version(ledger)
    parts = sa.select(delivery.c.id).where(delivery.c.team == TEAM)

    def older(tx: Tx, team: str) -> None:
        for of in (tx.conn.execute(parts).scalar_one(), 999):
            posting.put_post(tx, team, PostKind.DELIVERY_FILE, f"{of}:0", owner=ALICE.user)

    await ledger.do(older, TEAM)
    later = new_ledger(database, clock=lambda: datetime.now(UTC) + YEARS)
    await later.do(retaining.drop_deliveries, TEAM, Keep())
    files = sa.select(post.c.subject).where(post.c.team == TEAM, post.c.surface == str(PostKind.DELIVERY_FILE))
    assert await later.see(lambda tx: tx.conn.execute(files).scalars().all()) == ["999:0"]
    later.close()


async def test_nothing_goes_before_its_time_and_nothing_where_all_is_kept(ledger: Ledger, database: str) -> None:
    await second_version(ledger)
    before = [await count(ledger, table) for table in (inbox, change, delivery, attachment)]
    await upkeep.tidy(ledger, Keep())
    later = new_ledger(database, clock=lambda: datetime.now(UTC) + YEARS)
    await upkeep.tidy(later, Keep(requests=timedelta(days=3650), versions=None, deliveries=None, changes=None))
    assert [await count(later, table) for table in (inbox, change, delivery, attachment)] == before
    later.close()


async def test_a_step_is_small(ledger: Ledger) -> None:
    for n in range(3):
        await ledger.do(keeping.hold, TEAM, {"text": str(n)})
    later = Keep(requests=timedelta(days=-1))
    assert retaining.STEP <= 1000
    assert await ledger.do(retaining.drop_requests, TEAM, later) == 3
    assert await ledger.do(retaining.drop_requests, TEAM, later) == 0


async def test_the_size_of_each_table_is_told(ledger: Ledger) -> None:
    await assign(ledger)
    found = {size.table: size for size in await ledger.see(sizes.sizes)}
    assert (found["task"].rows, found["task"].lately) == (1, 1)
    assert "decision" not in found
