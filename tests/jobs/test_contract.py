"""What any keeper of durable jobs must do."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from procrastinate import PsycopgConnector

from storage.jobs import taking
from storage.jobs.embedded import Occupied, lock_file
from storage.jobs.port import Again, GiveUp, Handler, Job, Promise
from storage.ledger.core import opening
from storage.ledger.core.ledger import Ledger, Tx
from storage.rules.happenings import Happening
from storage.tables import change
from tests.conftest import new_ledger
from tests.ledger.watching import watched

TEAM = "T01TEST"


def promise_alone(tx: Tx, key: str, priority: int = 0) -> None:
    """Promise work in the queue that runs one job at a time."""
    promise = Promise(team=TEAM, kind="work", key=key, due=tx.now, queue="one", priority=priority)
    tx.jobs.put(tx.conn, promise, now=tx.now, once=False, push=False)


class JobRunner:
    """A runner with handlers that note what they did."""

    def __init__(self, ledger: Ledger, kinds: Sequence[str] = ("work",), **queues: int) -> None:
        self.ledger, self.done, self.dead = ledger, list[str](), list[tuple[str, str]]()
        self.running, self.most, self.deaf = 0, 0, 0
        self.plan: dict[str, Exception | float] = {}
        self.instead: Handler | None = None
        self.meanwhile: dict[str, Callable[[], object]] = {}
        self.runner = opening.job_runner(ledger, queues or {"default": 10, "one": 1})
        self.task = asyncio.create_task(self.runner.run(dict.fromkeys(kinds, self.work), {"work": self.buried}))

    async def work(self, job: Job) -> None:
        if self.instead is not None:
            await self.instead(job)
            return
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            if job.key in self.meanwhile:
                self.meanwhile.pop(job.key)()
            plan = self.plan.get(job.key, 0.0)
            if isinstance(plan, Exception):
                if isinstance(plan, Again):
                    del self.plan[job.key]
                raise plan
            await asyncio.sleep(plan)
            self.done.append(f"{job.key}.{job.tries}")
        finally:
            self.running -= 1

    async def buried(self, job: Job, why: str) -> None:
        if self.deaf:
            self.deaf -= 1
            raise Again(0.1, "busy")
        self.dead.append((job.key, why))

    async def put(self, key: str, **more) -> None:
        after = more.pop("after", 0.0)
        await self.ledger.do(lambda tx: tx.promise(TEAM, "work", key, after=timedelta(seconds=after), **more))

    async def until(self, true, within: float = 40.0) -> None:
        async with asyncio.timeout(within):
            while not true():
                await asyncio.sleep(0.01)

    async def stop(self, within: float = 1.0) -> None:
        await self.runner.stop(within)
        await self.task


@pytest.fixture
async def job_runner(ledger: Ledger) -> AsyncIterator[JobRunner]:
    made = JobRunner(ledger)
    yield made
    await made.stop()


async def test_what_is_promised_is_done_once(job_runner: JobRunner) -> None:
    await asyncio.gather(*(job_runner.put(str(n)) for n in range(50)))
    await job_runner.until(lambda: len(job_runner.done) == 50)
    assert sorted(job_runner.done) == sorted(f"{n}.1" for n in range(50))


async def test_several_are_promised_as_each_would_be(ledger: Ledger) -> None:
    def promises(tx, team: str, seconds: int) -> None:
        due = tx.now + timedelta(seconds=seconds)
        plain, once, push = (Promise(team=team, kind="work", key=key, due=due) for key in ("plain", "once", "push"))
        tx.jobs.put_all(tx.conn, tx.now, [plain], [once], [push])

    for seconds in (200, 300, 100):
        await ledger.do(promises, TEAM, seconds)
    kept = await ledger.see(lambda tx: [(p.key, p.due - tx.now) for p in tx.jobs.promised(tx.conn) if p.kind == "work"])
    found = sorted((key, round(left.total_seconds(), -2)) for key, left in kept)
    assert found == [("once", 100), ("plain", 100), ("plain", 200), ("plain", 300), ("push", 300)]
    await ledger.do(lambda tx: tx.jobs.put_all(tx.conn, tx.now, []))


async def test_what_a_transaction_promised_before_is_moved_withdrawn_and_seen_like_any_other(ledger: Ledger) -> None:
    def promises(tx: Tx, team: str) -> list[str]:
        later = {"after": timedelta(seconds=300)}
        for key in ("moved", "moved twice", "withdrawn"):
            tx.promise(team, "work", key, **later)
        tx.promise(team, "work", "moved", after=timedelta(seconds=100), once=True)
        tx.promise(team, "work", "moved twice", after=timedelta(seconds=400), once=True, push=True)
        tx.promise(team, "work", "moved twice", after=timedelta(seconds=500), once=True, push=True)
        tx.jobs.cancel(tx.conn, team, "work", "withdrawn")
        tx.promise(team, "work", "seen", **later)
        return [promise.key for promise in tx.jobs.promised(tx.conn) if promise.kind == "work"]

    assert sorted(await ledger.do(promises, TEAM)) == ["moved", "moved twice", "seen"]
    assert await waits(ledger) == {"moved": 100, "moved twice": 500, "seen": 300}


async def test_what_is_promised_in_a_part_that_is_rolled_back_is_not_kept(ledger: Ledger) -> None:
    def promises(tx: Tx, team: str) -> None:
        tx.promise(team, "work", "before", after=timedelta(seconds=300))
        with contextlib.suppress(LookupError), tx.part():
            tx.promise(team, "work", "within", after=timedelta(seconds=300))
            tx.jobs.cancel(tx.conn, team, "work", "before")
            tx.promise(team, "work", "within, too", after=timedelta(seconds=300))
            raise LookupError
        tx.promise(team, "work", "after", after=timedelta(seconds=300))

    await ledger.do(promises, TEAM)
    assert await waits(ledger) == {"before": 300, "after": 300}


async def test_what_can_t_be_promised_takes_the_rest_along_and_the_next_goes_on(ledger: Ledger) -> None:
    def promises(tx: Tx, team: str, priority: int) -> None:
        tx.note(team, "U1", Happening.ASSIGN, priority)
        tx.promise(team, "work", str(priority), after=timedelta(seconds=300), priority=priority)

    with pytest.raises((sa.exc.DBAPIError, OverflowError)):
        await ledger.do(promises, TEAM, 2**70)
    await ledger.do(promises, TEAM, 7)
    assert await waits(ledger) == {"7": 300}
    assert await ledger.see(
        lambda tx: [r.subject for r in tx.conn.execute(sa.select(change.c.subject).where(change.c.who == "U1"))]
    ) == ["7"]


async def waits(ledger: Ledger) -> dict[str, int]:
    """Return in how many seconds, to the next hundred, each job is due."""
    found = await ledger.see(
        lambda tx: [(p.key, p.due - tx.now) for p in tx.jobs.promised(tx.conn) if p.kind == "work"]
    )
    return {key: round(left.total_seconds(), -2) for key, left in found}


async def test_many_are_promised_by_as_few_statements_as_one(ledger: Ledger) -> None:
    def promises(tx, team: str, count: int) -> None:
        plain, once, push = (
            [Promise(team=team, kind="work", key=f"{how}{n} of {count}", due=tx.now) for n in range(count)]
            for how in ("plain", "once", "push")
        )
        tx.jobs.put_all(tx.conn, tx.now, plain, once, push)

    said = list[int]()
    for count in (1, 40):
        with watched(ledger) as watch:
            await ledger.do(promises, TEAM, count)
        said.append(len([text for text, _ in watch.statements if "jobs" in text or "job" in text]))
    assert 0 < said[0] == said[1] <= 2


async def test_a_promise_of_a_transaction_that_fails_is_none(job_runner: JobRunner) -> None:
    def breaks(tx) -> None:
        tx.promise(TEAM, "work", "never")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await job_runner.ledger.do(breaks)
    await job_runner.put("yes")
    await job_runner.until(lambda: job_runner.done)
    assert job_runner.done == ["yes.1"]


async def test_one_of_a_lock_at_a_time_and_in_order(job_runner: JobRunner) -> None:
    for n in range(5):
        job_runner.plan[str(n)] = 0.02
        await job_runner.put(str(n), lock="channel")
    await job_runner.until(lambda: len(job_runner.done) == 5)
    assert job_runner.done == [f"{n}.1" for n in range(5)]
    assert job_runner.most == 1


async def test_a_lock_keeps_its_order_while_the_first_waits_for_another_try(job_runner: JobRunner) -> None:
    job_runner.plan["a"] = Again(0.2)
    await job_runner.put("a", lock="channel")
    await job_runner.put("b", lock="channel")
    await job_runner.until(lambda: len(job_runner.done) == 2)
    assert job_runner.done == ["a.1", "b.1"]


async def test_a_lock_keeps_its_order_whatever_is_more_urgent(ledger: Ledger) -> None:
    def both(tx: Tx, team: str) -> None:
        tx.promise(team, "work", "older", lock="channel", priority=5)
        tx.promise(team, "work", "newer", lock="channel", priority=-5)

    await ledger.do(both, TEAM)
    job_runner = JobRunner(ledger)
    await job_runner.until(lambda: len(job_runner.done) == 2)
    await job_runner.stop()
    assert job_runner.done == ["older.1", "newer.1"]


async def test_a_queue_has_its_limit(job_runner: JobRunner) -> None:
    for n in range(4):
        job_runner.plan[str(n)] = 0.05
        await job_runner.ledger.do(promise_alone, str(n))
    await job_runner.until(lambda: len(job_runner.done) == 4)
    assert job_runner.most == 1


async def test_the_urgent_go_first(ledger: Ledger) -> None:
    for key, priority in (("late", 5), ("soon", 0), ("now", -10)):
        await ledger.do(promise_alone, key, priority)
    job_runner = JobRunner(ledger)
    await job_runner.until(lambda: len(job_runner.done) == 3)
    await job_runner.stop()
    assert job_runner.done == ["now.1", "soon.1", "late.1"]


async def test_nothing_runs_before_it_is_due(job_runner: JobRunner) -> None:
    await job_runner.put("later", after=1.5)
    await job_runner.put("now")
    await job_runner.until(lambda: job_runner.done == ["now.1"])
    await asyncio.sleep(0.1)
    assert job_runner.done == ["now.1"]
    await job_runner.until(lambda: len(job_runner.done) == 2)


async def test_once_keeps_a_single_promise_at_the_earlier_or_the_later_time(job_runner: JobRunner) -> None:
    await job_runner.put("a", after=60, once=True)
    await job_runner.put("a", once=True)
    await job_runner.put("b", once=True, after=0.1)
    await job_runner.put("b", once=True, push=True, after=0.3)
    await job_runner.until(lambda: len(job_runner.done) == 2)
    await asyncio.sleep(0.2)
    assert job_runner.done == ["a.1", "b.1"]


async def test_it_is_tried_again_with_a_new_generation_then_given_up(job_runner: JobRunner) -> None:
    job_runner.plan["bad"] = ValueError("broken")
    await job_runner.put("bad")
    await job_runner.until(lambda: job_runner.dead, within=60)
    assert job_runner.dead == [("bad", "broken")]


async def test_giving_up_ends_it_at_once(job_runner: JobRunner) -> None:
    job_runner.plan["bad"] = GiveUp("pointless")
    await job_runner.put("bad")
    await job_runner.until(lambda: job_runner.dead)
    assert job_runner.dead == [("bad", "pointless")]


async def test_cancel_stops_the_running_coroutine(job_runner: JobRunner) -> None:
    job_runner.plan["long"] = 30.0
    await job_runner.put("long")
    await job_runner.until(lambda: job_runner.running == 1)
    await job_runner.ledger.do(lambda tx: tx.jobs.cancel(tx.conn, TEAM, "work", "long"))
    await job_runner.until(lambda: job_runner.running == 0, within=1)
    assert job_runner.done == []


async def test_a_cancel_that_is_rolled_back_stops_nothing(job_runner: JobRunner) -> None:
    job_runner.plan["long"] = 0.3
    await job_runner.put("long")
    await job_runner.until(lambda: job_runner.running == 1)

    def breaks(tx) -> None:
        tx.jobs.cancel(tx.conn, TEAM, "work", "long")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await job_runner.ledger.do(breaks)
    await job_runner.put("other")
    await job_runner.until(lambda: len(job_runner.done) == 2)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_what_ran_when_the_process_ended_runs_again(database: str) -> None:
    first = new_ledger(database)
    job_runner = JobRunner(first)
    job_runner.plan["a"] = 30.0
    await job_runner.put("a")
    await job_runner.until(lambda: job_runner.running == 1)
    job_runner.task.cancel()  # as if it were killed: nothing is tidied up
    for _, task in job_runner.runner._running.values():
        task.cancel()
    first.close()
    second = new_ledger(database)
    again = JobRunner(second)
    await again.until(lambda: again.done)
    await again.stop()
    second.close()
    assert again.done == ["a.1"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_job_that_stops_the_process_each_time_is_given_up(ledger: Ledger) -> None:
    await ledger.do(lambda tx: tx.promise(TEAM, "work", "poison"))
    for _ in range(3):
        await ledger.transact(lambda tx: taking.claim(tx, ledger.clock(), {"default": 1}, ["work"]))
        await ledger.transact(taking.restart)
    job_runner = JobRunner(ledger)
    await job_runner.until(lambda: job_runner.dead)
    await job_runner.stop()
    assert job_runner.done == []
    assert "stopped the process" in job_runner.dead[0][1]


async def test_stopping_lets_what_runs_end(ledger: Ledger) -> None:
    job_runner = JobRunner(ledger)
    job_runner.plan["a"] = 0.5
    await job_runner.put("a")
    await job_runner.until(lambda: job_runner.running == 1)
    await job_runner.runner.stop(20)  # alone: what the run needs is closed next
    assert job_runner.done == ["a.1"]
    kept = await ledger.see(lambda tx: {promise.kind for promise in tx.jobs.promised(tx.conn)})
    assert "work" not in kept
    await job_runner.task


def test_a_second_process_is_refused(tmp_path: Path) -> None:
    with lock_file(tmp_path / "ledger.lock"):
        with pytest.raises(Occupied, match="in use"):
            lock_file(tmp_path / "ledger.lock")
    lock_file(tmp_path / "ledger.lock").close()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_a_job_whose_handing_over_was_lost_is_run_after_all(ledger: Ledger) -> None:
    """The database gave it to a worker that never heard of it: the server ended between the commit and the answer."""
    job_runner = JobRunner(ledger)
    await job_runner.put("first")
    await job_runner.until(lambda: job_runner.done)

    def lose(tx) -> None:
        tx.promise(TEAM, "work", "lost", after=timedelta(hours=1))
        tx.jobs.mark(tx.conn)  # which writes it down
        worker = "(SELECT id FROM procrastinate_workers ORDER BY id LIMIT 1)"
        tx.conn.exec_driver_sql(
            f"UPDATE procrastinate_jobs SET status = 'doing', worker_id = {worker} WHERE args->>'key' = 'lost'"
        )

    await ledger.do(lose)
    await job_runner.until(lambda: len(job_runner.done) == 2, within=10)
    assert job_runner.done == ["first.1", "lost.1"]
    await job_runner.stop()


async def test_it_looks_for_work_although_there_is_none(job_runner: JobRunner) -> None:
    await job_runner.put("a")
    await job_runner.until(lambda: job_runner.done)
    await asyncio.sleep(6)
    assert job_runner.runner.idle < 5.5


async def test_what_is_put_while_it_looks_for_more_is_run_at_once(
    job_runner: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, answer = asyncio.Event(), PsycopgConnector.execute_query_all_async

    async def slowly(self: PsycopgConnector, query: Any, **values: Any) -> Any:
        rows = await answer(self, query, **values)
        if "candidate" in str(query) and values["queue"] == "default" and not rows:
            asked.set()
            await asyncio.sleep(0.1)  # the network is slow: meanwhile something is put
        return rows

    monkeypatch.setattr(PsycopgConnector, "execute_query_all_async", slowly)
    took = list[float]()
    for n in range(4):
        asked.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asked.wait(), 1)
        began = time.monotonic()
        await job_runner.put(str(n))
        await job_runner.until(lambda n=n: f"{n}.1" in job_runner.done)
        took.append(time.monotonic() - began)
    assert min(took) < 0.35  # by itself it looks every 0.5 s or less often; the quickest, since machines are busy


async def test_words_that_no_database_keeps_hold_up_nothing(job_runner: JobRunner) -> None:
    job_runner.plan["odd"] = GiveUp("near \ud83d\x00 here")
    await job_runner.put("odd")
    await job_runner.until(lambda: job_runner.dead)
    assert job_runner.dead == [("odd", "near  here")]
    await job_runner.put("next")
    await job_runner.until(lambda: "next.1" in job_runner.done)
