"""Every statement on a tenant's table names its team, and the stored state is what its parts add up to."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from storage import engine, upgrading
from storage.ledger import people
from storage.ledger.collections import asked_for
from storage.ledger.core import opening
from storage.ledger.core.ledger import Ledger
from storage.ledger.decisions import deciding, effects, half_notes, records, reopening
from storage.ledger.decisions.clicks import Click
from storage.ledger.playbooks import playbooks
from storage.ledger.playbooks.playbooks import New
from storage.ledger.queries import portfolio, reading, searching, totals
from storage.ledger.settings import limits
from storage.ledger.sittings import beginning, going, sitting_rows, summing, window
from storage.ledger.streams import changing, defaults, finding, holding, listing, page, stream_settings
from storage.ledger.streams.stream_settings import Settings
from storage.ledger.tasks import assigning, suggesting
from storage.ledger.work import (
    halting,
    hearing,
    pinning,
    questions,
    reporting,
    spending,
    steering,
    still_running,
    stopped,
    taking_up,
)
from storage.rules.values.ask import Ask, Kind
from storage.rules.values.decision import Verdict
from storage.rules.values.spent import Spent
from storage.rules.values.task import Progress, State, Suggested
from storage.tables import attempt, decision, item, metadata, task
from tests.ledger.hands import ALICE, TEAM, assign, attempt_of, meet, work

TENANTS = {t.name for t in metadata.tables.values() if "team" in t.c and t.name != "job"}
ACROSS = ("schedule.next_at", "min(schedule")  # the alarm clock looks over all teams


def untied(statement: str) -> list[str]:
    """The tenants' tables of a statement that it does not tie to a team."""
    text = " ".join(statement.lower().split())
    if text.startswith(("pragma", "begin", "insert")) or any(part in text for part in ACROSS):
        return []
    named = set(re.findall(r"(?:from|join|update) (\w+)", text)) & TENANTS
    return [] if not named or re.search(r"\bteam = ", text) else sorted(named)


async def test_every_statement_carries_its_team(ledger: Ledger) -> None:
    loose: list[str] = []

    def look(conn, cursor, statement, *rest) -> None:
        if untied(statement):
            loose.append(statement)

    seen: list[str] = []
    for made in (ledger._writer, ledger._reader):
        sa.event.listen(made, "before_cursor_execute", look)
    if engine.is_sqlite(str(ledger._writer.url)):
        with ledger._writer.connect() as conn:  # the one connection: what is handed to the driver as it is, too
            driver: Any = conn.connection.driver_connection
            driver.set_trace_callback(seen.append)
    await whole_life(ledger)
    assert loose == []
    assert [statement for statement in seen if untied(statement)] == []
    assert not seen or any(statement.startswith("UPDATE workspace") for statement in seen)


async def whole_life(ledger: Ledger) -> None:
    """Most verbs and queries once."""
    made = await assign(ledger, key="c:1", stream="Beta")
    key = await work(ledger, made)
    who = await ledger.do(people.ensure, TEAM, "U01ALICE")
    await ledger.do(asked_for.collect_now, who)
    await ledger.see(reading.collected_view, TEAM, 1)
    for verdict in (Verdict.REVISE, Verdict.APPROVE):
        found = (await ledger.see(reading.whole, ALICE, number=1)).item
        assert found is not None
        done = await ledger.do(
            deciding.decide, ALICE, Click(key=found.key, version=found.draft_version), verdict, (), "shorter"
        )
        assert done.decision is not None
        await ledger.do(effects.effect, TEAM, done.decision.id)
        if verdict is Verdict.REVISE:
            await work(ledger, made)
    await ledger.do(reopening.reopen, ALICE, made.task.key)
    await ledger.see(portfolio.portfolio, TEAM, "U01ALICE")
    await ledger.see(searching.search, TEAM, "U01ALICE", "memo")
    await ledger.see(totals.tally, TEAM)
    await ledger.see(records.records, TEAM)
    await ledger.see(records.overruled, TEAM)
    await streams_and_playbooks(ledger, made.task.key)
    await while_it_works(ledger)
    await in_a_sitting(ledger)
    assert key


async def in_a_sitting(ledger: Ledger) -> None:
    """Each step of a sitting."""
    begun = await ledger.do(beginning.begin, ALICE, await ledger.see(beginning.plan, ALICE))
    assert begun is not None
    course, first = begun[0], (await ledger.see(window.seen, ALICE, begun[0])).key
    await ledger.do(sitting_rows.shown_in, ALICE, course.id, "V01")
    course = await ledger.do(going.skip, ALICE, course.id, first)
    assert await ledger.do(half_notes.keep, ALICE, first, "shorter")
    await ledger.do(going.back, ALICE, course.id, (await ledger.see(window.seen, ALICE, course)).key)
    await ledger.do(going.follow, ALICE, course.id)
    await ledger.see(summing.summary, ALICE, await ledger.do(going.end, ALICE, course.id))


async def streams_and_playbooks(ledger: Ledger, key: str) -> None:
    """What people do with a stream, and with a task that they want again."""
    await ledger.do(holding.hold, ALICE, "Beta")
    await ledger.do(holding.go_on, ALICE, "Beta")
    await ledger.do(changing.share, ALICE, "Beta", "C02RND")
    await ledger.do(stream_settings.change_settings, ALICE, "Beta", Settings(budget=1, reviewer="U02BOB"))
    await ledger.see(defaults.defaults, TEAM, "Beta", None)
    await ledger.see(page.page, ALICE, "Beta", ["C02RND"])
    await ledger.see(listing.list_streams, ALICE)
    await ledger.see(finding.idle, ALICE, [])
    await ledger.do(changing.close, ALICE, "Beta")
    await ledger.do(changing.reopen, ALICE, "Beta")
    new = New(name="memo", text="writer: {a}", source=key, examples=True, shared=True)
    saved = await ledger.do(playbooks.save, ALICE, new)
    await ledger.see(playbooks.saved_from, ALICE, "T-1")
    await ledger.do(playbooks.ran, ALICE, "memo", key)
    await ledger.see(playbooks.example, ALICE, saved)
    await ledger.see(playbooks.list_playbooks, ALICE)
    await ledger.do(playbooks.delete, ALICE, "memo")


async def while_it_works(ledger: Ledger) -> None:
    """What agents and people do during an attempt."""
    made = await assign(ledger, versions=2)
    given = await ledger.do(taking_up.begin, TEAM, await attempt_of(ledger, made.task.id))
    assert given is not None
    await ledger.do(reporting.report, given, Progress(1, 2, "reading"))
    ledger.terms = replace(ledger.terms, heeds=True)
    await ledger.do(steering.say, ALICE, made.task.key, "Shorter")
    await ledger.see(hearing.heard, TEAM, made.task.id)
    await ledger.do(spending.settle, given.payer, "m", None, Spent(1, 1, 1))
    await ledger.see(spending.spent_on, TEAM, given.task.id, given.version)
    await ledger.see(spending.took_before, TEAM, given.attempt)
    await ledger.see(stopped.stopped_by, TEAM)
    await ledger.see(still_running.current, given)
    await ledger.see(still_running.running, TEAM, [(given.attempt, given.generation)])
    await ledger.do(suggesting.suggest, TEAM, made.task.id, Suggested(("is short",)))
    await ledger.do(suggesting.take, ALICE, made.task.key)
    await ledger.do(pinning.check, TEAM, "orders", {"a": "1"})
    await ledger.do(pinning.check, TEAM, "orders", {"a": "2"})
    await ledger.see(pinning.changes, TEAM, "orders")
    await ledger.do(pinning.take, TEAM, "orders")
    (key,) = await ledger.do(questions.ask, given, (Ask(key="k", kind=Kind.QUESTION, text="Which?"),))
    found = (await ledger.see(reading.whole, ALICE, key=key)).item
    assert found is not None
    done = await ledger.do(
        deciding.decide, ALICE, Click(key=key, version=found.draft_version), Verdict.ANSWER, (), "39"
    )
    assert done.decision is not None
    await ledger.do(effects.effect, TEAM, done.decision.id)
    await ledger.do(halting.stop, ALICE, key=made.task.key)
    last = (await ledger.see(reading.whole, ALICE, number=made.task.number)).item
    assert last is not None
    await ledger.do(deciding.decide, ALICE, Click(key=last.key, version=last.draft_version), Verdict.CANCEL)
    await ledger.do(assigning.cancel, ALICE, made.task.key)


def test_the_check_itself_finds_what_is_loose() -> None:
    assert untied("SELECT * FROM task WHERE id = 1") == ["task"]
    assert untied("SELECT * FROM task WHERE task.team = ? AND id = 1") == []


async def test_another_team_sees_and_decides_nothing(ledger: Ledger) -> None:
    key = await work(ledger, await assign(ledger))
    stranger = type(ALICE)(ALICE.user, "T02OTHER")
    await ledger.do(meet, stranger.team, stranger.user)
    for verb in (
        lambda: ledger.do(deciding.decide, stranger, Click(key=key, version=1), Verdict.APPROVE),
        lambda: ledger.see(reading.whole, stranger, number=1),
        lambda: ledger.see(reading.whole, stranger, key=key),
    ):
        with pytest.raises(Exception, match="can't find"):
            await verb()


async def recomputed(ledger: Ledger) -> dict[int, State]:
    """Each task's state from its attempts, items and decisions alone."""

    def look(tx) -> dict[int, State]:
        found = {}
        for (which,) in tx.conn.execute(sa.select(task.c.id).where(task.c.team == TEAM)):
            tries = tx.conn.execute(
                sa.select(attempt).where(attempt.c.team == TEAM, attempt.c.task_id == which).order_by(attempt.c.id)
            ).all()
            items = tx.conn.execute(
                sa.select(item).where(item.c.team == TEAM, item.c.task_id == which).order_by(item.c.id)
            ).all()
            done = [
                tx.conn.execute(
                    sa.select(decision).where(
                        decision.c.team == TEAM, decision.c.item_id == i.id, decision.c.effected_at.is_not(None)
                    )
                ).first()
                for i in items
            ]
            found[which] = state_of(tries, items, done)
        return found

    return await ledger.see(look)


def state_of(tries, items, done) -> State:
    if not tries:
        return State.WAITING
    if items and items[-1].closed_at is None:
        return State.READY if items[-1].kind == Kind.DRAFT else State.FAILED
    if any(t.state in ("due", "running") for t in tries):
        return State.WORKING
    last = done[-1] if done else None
    return {"approve": State.APPROVED, "reject": State.REJECTED}.get(last.verdict if last else "", State.CANCELED)


async def test_the_stored_state_is_what_its_parts_add_up_to(ledger: Ledger) -> None:
    await whole_life(ledger)
    await work(ledger, await assign(ledger))
    await assign(ledger)
    await ledger.do(limits.set_limits, ALICE, 1, None)
    await assign(ledger)
    stored = await ledger.see(
        lambda tx: {
            r.id: State(r.state) for r in tx.conn.execute(sa.select(task.c.id, task.c.state).where(task.c.team == TEAM))
        }
    )
    assert await recomputed(ledger) == stored
    assert set(stored.values()) == {State.READY, State.WORKING, State.WAITING, State.CANCELED}


def test_the_migrations_make_the_tables(tmp_path: Path) -> None:
    url = engine.sqlite_url(tmp_path)
    upgrading.upgrade(url, opening.keeper(url))
    made = engine.reader(url)
    with made.connect() as conn:
        ours = {"include_name": lambda name, kind, _: kind != "table" or not name.startswith("task_found")}
        assert compare_metadata(MigrationContext.configure(conn, opts=ours), metadata) == []
    made.dispose()
