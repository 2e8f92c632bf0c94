"""The connections of procrastinate's workers, each tried before its use, but at most once a second."""

import time
from math import inf
from typing import Any
from weakref import WeakKeyDictionary

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

FRESH = 1.0  # seconds for which a connection that was tried is taken to be alive


async def commit_each(connection: AsyncConnection[Any]) -> None:
    """Let each statement be a transaction: all of procrastinate's are whole by themselves."""
    await connection.set_autocommit(True)


def pool(**given: Any) -> AsyncConnectionPool:
    """Return the pool that procrastinate asks for, with our way to try a connection in the place of its own."""
    return AsyncConnectionPool(**{**given, "check": _Alive()})


class _Alive:
    """The way to try a connection: not again where it was tried within the last second."""

    def __init__(self) -> None:
        self._tried = WeakKeyDictionary[AsyncConnection[Any], float]()

    async def __call__(self, connection: AsyncConnection[Any]) -> None:
        """Try a connection.

        Raises:
            psycopg.Error: it is dead; the pool makes another.
        """
        if time.monotonic() - self._tried.get(connection, -inf) > FRESH:
            await AsyncConnectionPool.check_connection(connection)
            self._tried[connection] = time.monotonic()
