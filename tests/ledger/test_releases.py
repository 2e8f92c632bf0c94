"""A ledger of every release opens in this one and goes on, with work in flight; a newer one is refused in words.

`releases/` holds a copy for each form of the tables, as that release's own `backup` wrote it: T-1 approved, T-2 under
revision, T-3 ready in its second version, T-4 approved within the time to undo, T-5 being worked on, T-6 and T-7 assigned.
"""

import asyncio
import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from storage import backup, engine, upgrading
from storage.columns import instant
from storage.jobs.port import Promise
from storage.ledger.core import opening
from storage.ledger.core.ledger import Ledger
from storage.ledger.decisions import effects
from storage.ledger.queries import reading
from storage.ledger.work import taking_up, working
from storage.rules.values.task import State
from storage.tables import attempt, decision, workspace
from tests.conftest import new_ledger
from tests.ledger.hands import ALICE, BOB, TEAM, draft, meet
from tests.postgres import Server

NOW = datetime(2026, 11, 25, tzinfo=UTC)
RELEASES = sorted((Path(__file__).parent / "releases").glob("*.jsonl"))
FORMS = [path.stem for path in RELEASES]


@pytest.fixture
def old(request: pytest.FixtureRequest, database: str, form: str) -> str:
    """The address of a ledger as a release left it."""
    if engine.is_sqlite(database):
        Path(database.removeprefix("sqlite:///")).unlink()
    else:
        database = request.getfixturevalue("postgres").empty()
    lines = [json.loads(line) for line in (RELEASES[0].parent / f"{form}.jsonl").read_text().splitlines()]
    writer = engine.writer(database)
    with writer.begin() as conn:
        command.upgrade(upgrading.migrations(conn), form)
        if conn.dialect.name == "postgresql":
            from storage.jobs import procrastinate

            procrastinate.install(conn)
        there = sa.MetaData()
        there.reflect(conn)
        for entry in lines[1:-1]:
            put(conn, there, opening.keeper(database), entry)
        for table in there.sorted_tables:
            if conn.dialect.name == "postgresql" and table.name in FILLED and "id" in table.c:
                conn.exec_driver_sql(f"select setval(pg_get_serial_sequence('{table.name}', 'id'), 1000)")
    writer.dispose()
    return database


FILLED = {table.name for table in backup.TABLES}


def put(conn: sa.Connection, there: sa.MetaData, jobs: Any, entry: dict[str, Any]) -> None:
    if "promise" in entry:
        promise = entry["promise"]
        if "job" in there.tables and conn.dialect.name == "sqlite":  # as that release wrote it
            conn.execute(sa.insert(there.tables["job"]), {**promise, "state": "due"})
            return
        jobs.put(conn, Promise(**{**promise, "due": instant(promise["due"])}))
        jobs.mark(conn)  # which writes it down
        return
    table = there.tables[entry["table"]]
    conn.execute(sa.insert(table), {name: value_of(table.c[name], value) for name, value in entry["row"].items()})


def value_of(column: sa.Column[Any], value: Any) -> Any:
    if value is None:
        return sa.null() if isinstance(column.type, sa.JSON) else None
    return base64.b64decode(value) if isinstance(column.type, sa.LargeBinary) else value


async def live(ledger: Ledger, number: int) -> int | None:
    """Return the attempt of a task that has not ended; None where it waits for room."""
    found = await ledger.see(reading.whole, ALICE, number=number)
    query = sa.select(attempt.c.id).where(
        attempt.c.team == TEAM, attempt.c.task_id == found.task.id, attempt.c.ended_at.is_(None)
    )
    return await ledger.see(lambda tx: tx.conn.execute(query).scalar_one_or_none())


def test_every_form_of_the_tables_has_a_release_here() -> None:
    assert [path.name[:4] for path in sorted((upgrading.MIGRATIONS / "versions").glob("0*.py"))][: len(FORMS)] == FORMS
    assert len(FORMS) >= len(list((upgrading.MIGRATIONS / "versions").glob("0*.py"))) - 1  # the newest is this release


@pytest.mark.parametrize("form", FORMS)
async def test_work_in_flight_goes_on(old: str) -> None:
    ledger = new_ledger(old)
    await ledger.do(meet, TEAM, ALICE.user, BOB.user)
    under_way = await live(ledger, 2)
    assert under_way is not None
    revision = await ledger.do(taking_up.begin, TEAM, under_way)
    assert revision is not None
    assert (revision.version, revision.points) == (2, ("shorter",))
    assert revision.previous is not None  # what it revises came along
    assert revision.previous.body == "The first version"
    await ledger.do(working.hand_in, revision, draft(2, body="The second version"))
    others = [found for number in (5, 6, 7) if (found := await live(ledger, number)) is not None]
    assert others
    for attempt_id in others:
        given = await ledger.do(taking_up.begin, TEAM, attempt_id)
        assert given is not None
        await ledger.do(working.hand_in, given, draft(given.version))
    ledger.close()


@pytest.mark.parametrize("form", FORMS)
async def test_a_second_version_still_shows_what_changed(old: str) -> None:
    ledger = new_ledger(old)
    await ledger.do(meet, TEAM, ALICE.user, BOB.user)
    second = await ledger.see(reading.whole, ALICE, number=3)
    assert second.draft is not None
    assert second.draft.body == "The second version"
    assert second.previous is not None
    assert second.previous.body == "The first version"
    ledger.close()


@pytest.mark.parametrize("form", FORMS)
async def test_what_was_decided_takes_effect(old: str) -> None:
    ledger = new_ledger(old)
    await ledger.do(meet, TEAM, ALICE.user, BOB.user)
    waiting = sa.select(decision.c.id).where(
        decision.c.team == TEAM, decision.c.effected_at.is_(None), decision.c.undone_at.is_(None)
    )
    assert await ledger.do(effects.effect, TEAM, await ledger.see(lambda tx: tx.conn.execute(waiting).scalar_one()))
    assert (await ledger.see(reading.whole, ALICE, number=4)).task.state is State.APPROVED
    kinds = {promise.kind for promise in await ledger.see(lambda tx: tx.jobs.promised(tx.conn))}
    assert {"attempt", "post", "settle"} <= kinds
    ledger.close()


@pytest.mark.parametrize("form", ["0002"])
def test_a_copy_is_made_before_the_tables_change(old: str, tmp_path: Path) -> None:
    copy = upgrading.upgrade(old, opening.keeper(old), tmp_path / "copies")
    assert copy is not None
    lines = [json.loads(line) for line in copy.read_text().splitlines()]
    assert lines[0]["revision"] == "0002"
    before = [json.loads(line) for line in (RELEASES[0].parent / "0002.jsonl").read_text().splitlines()]
    assert [line for line in lines[1:-1] if "row" in line] == [line for line in before[1:-1] if "row" in line]
    assert upgrading.upgrade(old, opening.keeper(old), tmp_path / "copies") is None  # nothing is left to do
    assert len(list((tmp_path / "copies").iterdir())) == 1


@pytest.mark.parametrize("form", ["0002"])
def test_a_copy_that_can_not_be_written_leaves_all_as_it_was(old: str, tmp_path: Path) -> None:
    (tmp_path / "copies").write_text("a file where the folder should be")
    with pytest.raises(upgrading.NoCopy, match="copies"):
        upgrading.upgrade(old, opening.keeper(old), tmp_path / "copies")
    with upgrading.transaction(old) as conn:
        assert upgrading.stored_form(conn) == "0002"


def test_a_new_ledger_needs_no_copy(tmp_path: Path) -> None:
    database = engine.sqlite_url(tmp_path)
    assert upgrading.upgrade(database, opening.keeper(database), tmp_path / "copies") is None
    assert not (tmp_path / "copies").exists()


def test_a_newer_ledger_is_refused_in_words(database: str, tmp_path: Path) -> None:
    upgrading.upgrade(database, opening.keeper(database), tmp_path / "copies")
    writer = engine.writer(database)
    with writer.begin() as conn:
        conn.exec_driver_sql("update alembic_version set version_num = '9999'")
    writer.dispose()
    with pytest.raises(engine.Unreachable, match="newer Sluice"):
        upgrading.upgrade(database, opening.keeper(database), tmp_path / "copies")
    with pytest.raises(engine.Unreachable, match="newer Sluice"):
        new_ledger(database)


def test_a_copy_shows_one_moment(postgres: Server) -> None:
    url = postgres.database()
    other = engine.writer(url)
    count = sa.select(sa.func.count()).select_from(workspace)
    with upgrading.transaction(url, at_one_moment=True) as conn:
        before = conn.execute(count).scalar_one()
        with other.begin() as writing:
            writing.execute(sa.insert(workspace), {"team": TEAM, "name": "Test", "last_task": 0, "made_at": NOW})
        assert conn.execute(count).scalar_one() == before
    other.dispose()


@pytest.mark.parametrize("form", ["0002"])
async def test_who_starts_at_the_same_time_waits(old: str, tmp_path: Path) -> None:
    if engine.is_sqlite(old):  # its file has one process
        return
    copies = tmp_path / "copies"
    made = await asyncio.gather(
        *(asyncio.to_thread(upgrading.upgrade, old, opening.keeper(old), copies) for _ in range(4))
    )
    assert sum(copy is not None for copy in made) == 1
    new_ledger(old).close()
