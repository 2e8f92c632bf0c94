"""What a person waits for stays as it is, however long Sluice has been in use: the plans of its statements, the work that
they are, and how many they are."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from benchmarks import history, past
from storage import engine
from storage.ledger import people
from storage.ledger.collections import asked_for
from storage.ledger.core.ledger import Ledger, Terms, Tx
from storage.ledger.decisions import deciding, delivery_posts, editing, records
from storage.ledger.decisions.clicks import Click
from storage.ledger.queries import ahead, own_figures, portfolio, reading, searching, workspace_sums
from storage.ledger.sittings import beginning, going, window
from storage.ledger.streams import finding, page, recapping
from storage.ledger.tasks import assigning
from storage.ledger.work import versions
from storage.ledger.work.filing import new_stream
from storage.rules.authority import Claim
from storage.rules.values.brief import Brief
from storage.rules.values.decision import Verdict
from storage.rules.values.place import Place
from storage.rules.values.sitting import Planned
from storage.rules.values.worker import agent
from storage.tables import task
from tests.conftest import new_ledger
from tests.ledger.watching import walks, watched

TEAM, WHO = past.TEAM, past.WHO
ACTOR = Claim(WHO, TEAM)
GROWING = frozenset(
    {"task", "attempt", "draft", "draft_check", "attachment", "item", "decision", "collection", "collected", "post"}
    | {"delivery", "inbox", "change", "steer", "call", "task_words", "edge", "sitting"}
)
SMALL = frozenset({"ix_decision_open", "ix_decision_open_team", "ix_item_stands"})  # hold what is open alone
THURSDAY = datetime(2026, 3, 12, 15, tzinfo=UTC)  # figures are of calendar weeks: on a Monday there is none to count
BRIEF = Brief(goal="Write the weekly memo", worker=agent("writer"), title="Write the weekly memo", criteria=("short",))


async def tasks(ledger: Ledger) -> None:
    await ledger.see(portfolio.portfolio, TEAM, WHO)


async def find_few(ledger: Ledger) -> None:
    assert len(await ledger.see(searching.search, TEAM, WHO, past.RARE)) == 20


async def find_many(ledger: Ledger) -> None:
    assert len(await ledger.see(searching.search, TEAM, WHO, past.COMMON)) >= 20


async def workers(ledger: Ledger) -> None:
    await ledger.see(records.records, TEAM)
    await ledger.see(records.overruled, TEAM)


async def digest(ledger: Ledger) -> None:
    who = await ledger.see(people.find, TEAM, WHO)
    assert who is not None
    made = await ledger.do(asked_for.collect_now, who)
    assert made is not None
    await ledger.see(reading.collected_view, TEAM, made.id)


async def assign(ledger: Ledger) -> None:
    await ledger.do(assigning.assign, ACTOR, BRIEF, Place("C00001"), "c:assign")


async def approve(ledger: Ledger) -> None:
    waiting = (await ledger.see(portfolio.shelf, TEAM, WHO))[0]
    await ledger.do(deciding.decide, ACTOR, Click(key=waiting.key, version=1), Verdict.APPROVE)


async def edit(ledger: Ledger) -> None:
    waiting = (await ledger.see(portfolio.shelf, TEAM, WHO))[1]
    await ledger.see(editing.editable, ACTOR, waiting.key, 1)
    await ledger.see(editing.newest, ACTOR, waiting.key)
    assert await ledger.see(editing.looking, TEAM, waiting.key, 1)
    await ledger.see(versions.worked_on, waiting.task, 1)
    await ledger.see(versions.beside, waiting.task, 1)


async def home(ledger: Ledger) -> None:
    shown = await ledger.see(portfolio.portfolio, TEAM, WHO)
    streams = {task.stream_id for task in shown.tasks if task.stream_id}
    assert streams
    assert any(seen.last for seen in (await ledger.see(recapping.recaps, ACTOR, streams)).values())
    await ledger.see(finding.idle, ACTOR, streams)
    assert (await ledger.see(ahead.ahead, shown.person, shown.tasks)).left


async def stream(ledger: Ledger) -> None:
    shown = await ledger.see(portfolio.portfolio, TEAM, WHO)
    name = next(task.brief.stream for task in shown.tasks if task.stream_id)
    assert (await ledger.see(page.page, ACTOR, name)).tasks


async def figures(ledger: Ledger) -> None:
    assert (await ledger.see(own_figures.own, ACTOR, 1)).decided


async def again(ledger: Ledger) -> None:
    """What is looked at before a delivery that failed is sent again."""
    assert await ledger.see(delivery_posts.is_current, TEAM, 1)  # the oldest, with all others behind it


async def sums(ledger: Ledger) -> None:
    await ledger.see(workspace_sums.of_all, TEAM)


async def review(ledger: Ledger) -> None:
    """A sitting, but for what a digest reads as well: its choice, and what stands around an item."""
    planned = tuple(Planned(item.id, 1.0) for item in await ledger.see(portfolio.shelf, TEAM, WHO))
    begun = await ledger.do(beginning.begin, ACTOR, planned)
    assert begun is not None
    course, _ = begun
    key = (await ledger.see(window.seen, ACTOR, course)).key
    await ledger.do(deciding.decide, ACTOR, Click(key=key, version=1), Verdict.APPROVE)
    assert (await ledger.do(going.follow, ACTOR, course.id)).position == 2
    await ledger.do(going.end, ACTOR, course.id)


REQUESTS: Mapping[str, Callable[[Ledger], Awaitable[None]]] = {
    "tasks": tasks,
    "home": home,
    "stream": stream,
    "find few": find_few,
    "find many": find_many,
    "workers": workers,
    "digest": digest,
    "assign": assign,
    "approve": approve,
    "edit": edit,
    "deliver again": again,
    "figures": figures,
    "sums": sums,
    "review": review,
}


def file_under_streams(tx: Tx, team: str) -> None:
    """Put half of all tasks into one stream, and a few of them into another."""
    for name, every in (("Beta launch", 2), ("Small", 301)):
        stream_id = new_stream(tx, team, name, "", WHO)
        these = task.c.team == team, task.c.id % every == 0
        tx.conn.execute(sa.update(task).where(*these).values(stream_id=stream_id))


async def aged(url: str, count: int) -> Ledger:
    ledger = new_ledger(url, Terms(room=40, most=20), clock=lambda: THURSDAY)
    await ledger.do(lambda tx, team: history.fill(tx, count), TEAM)
    await ledger.do(file_under_streams, TEAM)
    with ledger._reader.connect() as conn:
        conn.exec_driver_sql("analyze" if not engine.is_sqlite(url) else "select 1")
        conn.commit()
    return ledger


@pytest.fixture
async def old(database: str) -> AsyncIterator[Ledger]:
    """A ledger of some thousand closed tasks."""
    made = await aged(database, 2000)
    yield made
    made.close()


async def test_nothing_that_a_person_asks_for_walks_through_the_history(old: Ledger) -> None:
    found = list[str]()
    for name, request in REQUESTS.items():
        with watched(old) as watch:
            await request(old)
        with old._reader.connect() as conn:
            if conn.dialect.name == "postgresql":
                for way in ("seqscan", "mergejoin", "hashjoin"):  # which are quicker than an index while all is small
                    conn.exec_driver_sql(f"set enable_{way} = off")
            for statement, values in watch.statements:
                steps = walks(conn, statement, values, GROWING, SMALL)
                found += [f"{name}: {step}\n    {' '.join(statement.split())[:300]}" for step in steps]
            conn.rollback()
    assert not found, "\n".join(found)


async def test_the_work_of_a_request_does_not_grow(tmp_path: Path) -> None:
    steps = dict[str, list[int]]()
    for count in (1000, 4000):
        home = tmp_path / str(count)
        home.mkdir()
        ledger = await aged(engine.sqlite_url(home), count)
        for name, request in REQUESTS.items():
            with watched(ledger) as watch:
                await request(ledger)
            steps.setdefault(name, []).append(watch.steps)
        ledger.close()
    for name in ("find many", "figures", "sums"):  # they read a hundred, a week, some weeks: where there are so many
        steps.pop(name)
    print(steps)
    assert {name: seen for name, seen in steps.items() if seen[1] > 1.2 * seen[0] + 5} == {}


async def test_the_work_of_figures_is_that_of_their_weeks(tmp_path: Path) -> None:
    steps = dict[str, list[int]]()
    for count in (past.A_DAY * 36, past.A_DAY * 72):  # a sum is of four whole weeks, of five with the present one
        home = tmp_path / str(count)
        home.mkdir()
        ledger = await aged(engine.sqlite_url(home), count)
        for name in ("figures", "sums"):
            with watched(ledger) as watch:
                await REQUESTS[name](ledger)
            steps.setdefault(name, []).append(watch.steps)
        ledger.close()
    assert {name: seen for name, seen in steps.items() if seen[1] > 1.2 * seen[0] + 5} == {}


FEW = {"tasks": 13, "find few": 3, "find many": 3, "workers": 3, "assign": 14}


async def test_a_request_is_few_statements(old: Ledger) -> None:
    many = {}
    for name, most in FEW.items():
        with watched(old) as watch:
            await REQUESTS[name](old)
        if len(watch.statements) > most:
            many[name] = [statement[:120] for statement, _ in watch.statements]
    assert not many, "\n".join(f"{name}: {statement}" for name, found in many.items() for statement in found)


@pytest.mark.parametrize(("name", "most"), [("assign", 0), ("approve", 1)])
async def test_what_people_wait_for_most_is_prepared(tmp_path: Path, name: str, most: int) -> None:
    """A statement that is built anew costs the interpreter four times as much as one that is prepared."""
    ledger, built = await aged(engine.sqlite_url(tmp_path), 100), list[str]()

    def add(_conn: Any, _cursor: Any, text: str, *_: Any) -> None:
        built.append(text)

    sa.event.listen(ledger._writer, "before_cursor_execute", add)
    await REQUESTS[name](ledger)
    sa.event.remove(ledger._writer, "before_cursor_execute", add)
    ledger.close()
    assert len(built) <= most, built


async def test_a_whole_digest_is_drawn_with_few_statements(old: Ledger) -> None:
    who = await old.see(people.find, TEAM, WHO)
    assert who is not None
    made = await old.do(asked_for.collect_now, who)
    assert made is not None
    assert made.items >= 10
    with watched(old) as watch:
        await old.see(reading.collected_view, TEAM, made.id)
    assert len(watch.statements) <= 12


async def test_a_click_on_what_nine_messages_show_is_few_statements(tmp_path: Path) -> None:
    ledger = await aged(engine.sqlite_url(tmp_path), 100)
    who = await ledger.see(people.find, TEAM, WHO)
    assert who is not None
    for _ in range(9):
        made = await ledger.do(asked_for.collect_now, who)
        await ledger.do(history.send, TEAM)
    assert made is not None
    shown = await ledger.see(reading.collected_view, TEAM, made.id)
    assert shown is not None
    click = Click(key=shown.cards[0].item.key, version=1, place=None, dedup="c:approve")
    with watched(ledger) as watch:
        await ledger.do(deciding.decide, ACTOR, click, Verdict.APPROVE)
    assert len(watch.statements) <= 11, "\n".join(statement for statement, _ in watch.statements)
    promised = await ledger.see(lambda tx: [(p.kind, p.key) for p in tx.jobs.promised(tx.conn)])
    assert len([key for kind, key in promised if kind == "redraw" and key.endswith(":click")]) == 9
    ledger.close()


async def test_sqlite_knows_what_the_indices_of_growing_tables_hold(tmp_path: Path) -> None:
    ledger = new_ledger(engine.sqlite_url(tmp_path))
    with ledger._reader.connect() as conn:
        there = conn.exec_driver_sql("select tbl_name, name from sqlite_master where type = 'index'").all()
        told = set(conn.exec_driver_sql("select idx from sqlite_stat1").scalars())
    ledger.close()
    assert [name for table, name in there if table in GROWING and name not in told] == []
