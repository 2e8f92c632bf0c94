"""A copy of the ledger moves between the databases, in both directions, and loses nothing."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import backup, engine
from storage.backup import Unusable
from storage.ledger import people
from storage.ledger.collections import asked_for
from storage.ledger.core.ledger import Ledger
from storage.ledger.decisions import deciding, effects
from storage.ledger.decisions.clicks import Click
from storage.ledger.queries import portfolio, reading
from storage.ledger.settings import scheduling
from storage.rules.values.decision import Verdict
from storage.rules.values.draft import File
from storage.rules.values.source import Source
from tests.conftest import new_ledger
from tests.ledger.hands import ALICE, TEAM, assign, attempt_of, draft, work
from tests.postgres import Server


@pytest.fixture
def elsewhere(database: str, tmp_path: Path, postgres: Server) -> str:
    """The other kind of database, empty."""
    return postgres.database() if engine.is_sqlite(database) else engine.sqlite_url(tmp_path)


async def lived(ledger: Ledger) -> None:
    """Work in every state, a file, a decision whose effect is still to come."""
    await ledger.do(scheduling.set_times, ALICE, (), frozenset())
    for n in range(4):
        made = await assign(ledger, key=f"c:{n}", stream="Beta", sources=(Source("notes.md", "39 € {x} 🙂"),))
        if n < 3:
            await work(ledger, made)
    from storage.ledger.work import taking_up, working

    given = await ledger.do(taking_up.begin, TEAM, await attempt_of(ledger, made.task.id))
    assert given is not None
    with_file = draft(1)
    await ledger.do(working.hand_in, given, replace(with_file, files=(File("a.bin", "x/y", bytes(range(256))),)))
    who = await ledger.do(people.ensure, TEAM, "U01ALICE")
    await ledger.do(asked_for.collect_now, who)
    for number, verdict in ((1, Verdict.APPROVE), (2, Verdict.REJECT)):
        found = (await ledger.see(reading.whole, ALICE, number=number)).item
        assert found is not None
        done = await ledger.do(deciding.decide, ALICE, Click(key=found.key, version=1), verdict, (), "")
        if number == 1:
            assert done.decision is not None
            await ledger.do(effects.effect, TEAM, done.decision.id)
    await assign(ledger, key="c:last")


async def copied(ledger: Ledger) -> list[str]:
    return await ledger.see(lambda tx: list(backup.dump(tx.conn, tx.jobs)))


async def test_a_copy_moves_to_the_other_database_and_back(ledger: Ledger, elsewhere: str) -> None:
    await lived(ledger)
    first = await copied(ledger)
    other = new_ledger(elsewhere)
    assert await other.do(lambda tx: backup.restore(tx.conn, tx.jobs, first)) == len(first) - 2
    second = await copied(other)
    looked_for = [line.replace('"state": "pending"', '"state": "sending"') for line in first]
    assert [json.loads(line).get("row") for line in second] == [json.loads(line).get("row") for line in looked_for]
    kinds = [
        sorted(json.loads(p)["promise"]["kind"] for p in lines if p.startswith('{"promise"'))
        for lines in (first, second)
    ]
    assert kinds[0] == kinds[1]
    assert "effect" in kinds[0] and "attempt" in kinds[0] and "post" in kinds[0]
    await assign(other, key="c:after")  # numbers go on after those that came along
    held = await other.see(portfolio.portfolio, TEAM, "U01ALICE")
    assert max(t.number for t in held.tasks) == 6
    with pytest.raises(Unusable, match="already"):
        await other.do(lambda tx: backup.restore(tx.conn, tx.jobs, first))
    other.close()


@pytest.mark.parametrize(
    "spoil, words",
    [
        (lambda lines: lines[:-1], "cut off"),
        (lambda lines: [*lines[:3], *lines[4:]], "should hold"),
        (lambda lines: lines[1:], "no copy"),
        (lambda lines: [re.sub(r'"revision": "\d+"', '"revision": "0000"', lines[0]), *lines[1:]], "another version"),
        (lambda lines: [lines[0], "{half", *lines[1:]], "Line 2 is no JSON"),
        (lambda lines: [], "no copy"),
        (lambda lines: [lines[0], '{"table": "nonsense", "row": {}}', *lines[1:]], "Line 2 is no row"),
        (lambda lines: [lines[0], '{"promise": {"team": "T"}}', *lines[1:]], "Line 2 is no row"),
    ],
)
async def test_a_copy_that_is_not_whole_changes_nothing(ledger: Ledger, elsewhere: str, spoil, words: str) -> None:
    await assign(ledger)
    lines = spoil(await copied(ledger))
    other = new_ledger(elsewhere)
    with pytest.raises(Unusable, match=words):
        await other.do(lambda tx: backup.restore(tx.conn, tx.jobs, lines))
    rows = await other.see(lambda tx: tx.conn.execute(sa.text("select count(*) from workspace")).scalar_one())
    assert rows == 0
    other.close()
