"""The readers: queries on threads of their own, each on one moment of the ledger.

A task of the product asks for dozens of small queries, most of whose time an executor of the standard library would
take for itself.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from storage.ledger.core.heard import tell
from storage.ledger.core.threads import Threads

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A caller's query."""

    query: Callable[[sa.Connection], Any]
    heard: asyncio.Future[Any]

    def answer(self, result: Any, error: BaseException | None = None) -> None:
        """Tell the caller what came of it."""
        try:
            self.heard.get_loop().call_soon_threadsafe(tell, self.heard, result, error)
        except RuntimeError:  # the loop is closed: nobody waits any more
            return


class Reading:
    """The threads that run the queries.

    Args:
        reader: each of its transactions sees one moment.
    """

    def __init__(self, reader: sa.Engine, threads: int = 2) -> None:
        self._reader = reader
        self._threads = Threads("reading", threads, self._answer)

    async def run(self, query: Callable[[sa.Connection], T]) -> T:
        """Run a query, and return its result.

        Raises:
            RuntimeError: it was closed.
        """
        heard: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._threads.ask(_Asked(query, heard))
        return await heard

    def close(self) -> None:
        """Finish what was asked, then end the threads."""
        self._threads.close()

    def _answer(self, asked: _Asked) -> None:
        if asked.heard.cancelled():
            return
        try:
            with self._reader.begin() as conn:
                result = asked.query(conn)
        except BaseException as error:
            asked.answer(None, error)
        else:
            asked.answer(result)
