"""What keeps jobs without Sluice: procrastinate by itself, and a loop around a table in SQLite."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import sqlalchemy as sa
from procrastinate import App, PsycopgConnector, RetryStrategy

from storage import engine
from storage.ledger.core.ledger import utc_now
from storage.tables import job

Put = Callable[[Sequence[int]], Awaitable[object]]  # promises jobs in one commit
Work = Callable[[int], Awaitable[bool]]  # does one, by its number; False to have it tried again
PLACES = 32  # jobs that run at a time


@contextlib.asynccontextmanager
async def procrastinate(url: str, work: Work) -> AsyncIterator[Put]:
    app = App(connector=PsycopgConnector(conninfo=engine.conninfo(url), min_size=1, max_size=6))

    async def perform(team: str, key: str) -> None:
        if not await work(int(key)):
            raise RuntimeError("not now")

    task = app.task(name="work", queue="default", retry=RetryStrategy(max_attempts=3))(perform)

    async def put(numbers: Sequence[int]) -> None:
        await task.batch_defer_async(*({"team": "T", "key": str(n)} for n in numbers))

    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)  # what is tried again is no news
    async with app.open_async():
        serving = app.run_worker_async(concurrency=PLACES, install_signal_handlers=False, delete_jobs="always")
        async with _running(serving):
            yield put


@contextlib.asynccontextmanager
async def loop(url: str, work: Work) -> AsyncIterator[Put]:
    table = Table(url)
    async with _running(table.serve(work)):
        yield table.put
    table.close()


@contextlib.asynccontextmanager
async def _running(serving: Any) -> AsyncIterator[None]:
    task = asyncio.ensure_future(serving)
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


class Table:
    """The ledger's own rows and settings: what is put waits for the disk, what is taken and ended does not."""

    def __init__(self, url: str) -> None:
        bookkeeper = engine.bookkeeper(url)
        assert bookkeeper is not None
        self._writer, self._bookkeeper = engine.writer(url), bookkeeper
        self._thread, self._more = ThreadPoolExecutor(1), asyncio.Event()
        job.create(self._writer, checkfirst=True)

    async def put(self, numbers: Sequence[int]) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._put, numbers)
        self._more.set()

    def _put(self, numbers: Sequence[int]) -> None:
        row = {"team": "T", "kind": "work", "queue": "default", "state": "due", "due": utc_now(), "made_at": utc_now()}
        with self._writer.begin() as tx:
            tx.execute(sa.insert(job), [{**row, "key": str(n)} for n in numbers])

    async def serve(self, work: Work) -> None:
        ended = dict[int, bool]()
        while True:
            self._more.clear()
            taken = await asyncio.get_running_loop().run_in_executor(self._thread, self._turn, ended)
            ended = {row.id: await work(int(row.key)) for row in taken}
            if not taken:
                await self._more.wait()

    def _turn(self, ended: dict[int, bool]) -> Sequence[Any]:
        """Write down what ended and take what is due, in one commit."""
        with self._bookkeeper.begin() as tx:
            tx.execute(sa.delete(job).where(job.c.id.in_([n for n, done in ended.items() if done])))
            later = [n for n, done in ended.items() if not done]
            if later:
                tx.execute(sa.update(job).where(job.c.id.in_(later)).values(state="due"))
            due = sa.select(job.c.id, job.c.key).where(job.c.state == "due", job.c.due <= utc_now())
            taken = tx.execute(due.order_by(job.c.priority, job.c.due, job.c.id).limit(PLACES)).all()
            taking = sa.update(job).where(job.c.id.in_([row.id for row in taken]))
            tx.execute(taking.values(state="running", tries=job.c.tries + 1))
        return taken

    def close(self) -> None:
        self._thread.shutdown()
        self._writer.dispose()
        self._bookkeeper.dispose()
