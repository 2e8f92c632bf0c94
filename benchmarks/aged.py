"""What people ask for in a ledger with 200,000 closed tasks, beside one with 1,000, on both databases.

SQLite's ledgers are made once and kept in `.bench`, and each run works on copies; PostgreSQL's are made in each run.
"""

import contextlib
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks import history, past
from benchmarks.rows import Row, median, spread
from bot.operations import upkeep
from bot.views.digest import digest
from bot.views.portfolio import found_tasks, home_tab, task_list, worker_list
from storage import engine
from storage.ledger import people
from storage.ledger.collections import asked_for
from storage.ledger.core import opening
from storage.ledger.core.ledger import Ledger, Terms, Tx
from storage.ledger.decisions import deciding, records
from storage.ledger.decisions.clicks import Click
from storage.ledger.queries import ahead, own_figures, reading, searching
from storage.ledger.queries import portfolio as book
from storage.ledger.tasks import assigning
from storage.rules.authority import Claim
from storage.rules.figures import figures
from storage.rules.values.brief import Brief
from storage.rules.values.decision import Verdict
from storage.rules.values.place import Place
from storage.rules.values.worker import agent
from tests.postgres import Server

KEPT = Path(__file__).parents[1] / ".bench"
FORMS = Path(__file__).parents[1] / "storage/migrations/versions"
FILLED = 3  # counts what `fill` has meant
FEW, MANY = 1_000, 200_000
MOST = 50.0  # milliseconds at the median
TERMS = Terms(room=1_000)
ACTOR = Claim(past.WHO, past.TEAM)
BRIEF = Brief(goal="Write the weekly memo", worker=agent("writer"), title="Write the weekly memo", criteria=("short",))
Request = Callable[[Ledger, int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Bar:
    """How many times its figure of the small ledger a request may take; None for any, and whether the bound of 50 ms
    holds as well."""

    times: float | None
    bounded: bool = True


async def tasks(ledger: Ledger, _: int) -> None:
    shown = await ledger.see(book.portfolio, past.TEAM, past.WHO)
    task_list.tasks(shown, ledger.clock())


async def home(ledger: Ledger, _: int) -> None:
    shown = await ledger.see(book.portfolio, past.TEAM, past.WHO)
    next_up = await ledger.see(ahead.ahead, shown.person, shown.tasks)
    week = figures(await ledger.see(own_figures.own, ACTOR, 1, False))
    home_tab.home(shown, ledger.clock(), ahead=next_up, week=week)


async def find(word: str, ledger: Ledger, _: int) -> None:
    who = await ledger.see(people.find, past.TEAM, past.WHO)
    found = await ledger.see(searching.search, past.TEAM, past.WHO, word)
    assert found and who
    found_tasks.found(found, word, who, ledger.clock())


async def workers(ledger: Ledger, _: int) -> None:
    known = await ledger.see(records.records, past.TEAM)
    worker_list.roster(known, dict.fromkeys(past.WORKERS, ""), await ledger.see(records.overruled, past.TEAM))


async def collect(ledger: Ledger, _: int) -> None:
    who = await ledger.see(people.find, past.TEAM, past.WHO)
    assert who
    made = await ledger.do(asked_for.collect_now, who)
    shown = await ledger.see(reading.collected_view, past.TEAM, made.id if made else 0)
    assert shown
    digest.digest(shown, ledger.clock(), ledger.terms.settle)


async def assign(ledger: Ledger, n: int) -> None:
    await ledger.do(assigning.assign, ACTOR, BRIEF, Place("C00001"), f"c:assign:{n}")


async def approve(ledger: Ledger, n: int) -> None:
    click = Click(key=f"item-{n}", version=1, place=None, dedup=f"c:approve:{n}")
    await ledger.do(deciding.decide, ACTOR, click, Verdict.APPROVE)


REQUESTS: Mapping[str, tuple[Request, Bar]] = {
    "/sluice": (tasks, Bar(2.0)),
    "Home": (home, Bar(2.0)),
    "find, a word of 20 tasks": (partial(find, past.RARE), Bar(2.0)),
    "find, a word of every tenth": (partial(find, past.COMMON), Bar(None)),
    "workers": (workers, Bar(2.0)),
    "digest": (collect, Bar(2.0)),
    "/assign": (assign, Bar(1.2, bounded=False)),
    "Approve": (approve, Bar(1.2, bounded=False)),
}


async def rows() -> list[Row]:
    found = await _compared("SQLite", _sqlite)
    with tempfile.TemporaryDirectory() as home:
        server = Server(Path(home))
        try:
            return [*found, *await _compared("PostgreSQL", partial(_postgres, server))]
        finally:
            server.stop()


async def _compared(name: str, aged: Callable[[int], contextlib.AbstractAsyncContextManager[Ledger]]) -> list[Row]:
    async with aged(FEW) as few, aged(MANY) as many:
        return [await compared(name, request, (few, FEW), (many, MANY)) for request in REQUESTS]


async def compared(name: str, request: str, few: tuple[Ledger, int], many: tuple[Ledger, int]) -> Row:
    """Return the row of a request in two ledgers, each with the count of its closed tasks."""
    return _row(name, request, *await _taken(request, few, many))


async def _taken(request: str, few: tuple[Ledger, int], many: tuple[Ledger, int]) -> tuple[list[float], list[float]]:
    """Milliseconds of each round, by turns in the two ledgers, after a first one."""
    taken: tuple[list[float], list[float]] = ([], [])
    for n in range(1, past.OPEN + 1):
        for took, (ledger, count) in zip(taken, (few, many), strict=True):
            began = time.perf_counter()
            await REQUESTS[request][0](ledger, count + n)
            took.append((time.perf_counter() - began) * 1000)
            await ledger.do(history.send, past.TEAM)  # what is on its way is not brought again
    return taken[0][1:], taken[1][1:]


def _row(name: str, request: str, few: list[float], many: list[float]) -> Row:
    bar, ours, beside = REQUESTS[request][1], median(many), median(few)
    ok = (bar.times is None or ours <= bar.times * beside) and (not bar.bounded or ours < MOST)
    words = [f"at most {bar.times:g} times"] if bar.times else []
    words += [f"under {MOST:.0f} ms"] if bar.bounded else []
    title, told = f"aged, {name}: {request}", " and ".join(words)
    ratio = f"{ours / beside:.2f}"
    return Row(
        name=title,
        ours=f"{ours:.1f} ms",
        reference=f"{beside:.1f} ms for {FEW:,}",
        ratio=ratio,
        bar=told,
        ok=ok,
        spread=spread(many, lambda v: f"{v:.1f}"),
    )


async def made(count: int) -> Path:
    """Return the folder of a ledger with so many closed tasks; it is made once for each form of the tables."""
    form = max(file.stem for file in FORMS.glob("0*.py")).partition("_")[0]
    kept = KEPT / f"aged-{count}-{form}-{FILLED}"
    if not kept.exists():
        half = KEPT / f"half-{count}"
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        await fill(engine.sqlite_url(half), count)
        half.rename(kept)
    return kept


@contextlib.asynccontextmanager
async def _sqlite(count: int) -> AsyncIterator[Ledger]:
    kept = await made(count)
    with tempfile.TemporaryDirectory(dir=KEPT) as home:
        shutil.copy(kept / "ledger.db", home)
        ledger = opening.opened(engine.sqlite_url(Path(home)), TERMS)
        yield ledger
        ledger.close()


@contextlib.asynccontextmanager
async def _postgres(server: Server, count: int) -> AsyncIterator[Ledger]:
    url = server.database()
    await fill(url, count)
    ledger = opening.opened(url, TERMS)
    yield ledger
    ledger.close()


async def fill(url: str, count: int) -> None:
    """Make a ledger with so many closed tasks at an address."""
    ledger = opening.opened(url, TERMS)
    await ledger.do(lambda tx, team: history.fill(tx, count), past.TEAM)
    await upkeep.seal(ledger, whole=True, pause=0)  # as a bot does every few minutes
    if not engine.is_sqlite(url):
        await ledger.do(_analyze, past.TEAM)
    ledger.close()


def _analyze(tx: Tx, _team: str) -> None:
    """Let PostgreSQL see how much there is, as it does by itself in the background, however long it takes."""
    tx.conn.exec_driver_sql("set local statement_timeout = 0")
    tx.conn.exec_driver_sql("analyze")
