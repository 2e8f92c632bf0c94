"""The connections of procrastinate's workers: tried before their use, but not where they just served."""

import time
from typing import Any
from weakref import WeakKeyDictionary

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

LATELY = 1.0  # seconds for which a connection that answered is taken to be alive


async def commit_each(connection: AsyncConnection[Any]) -> None:
    """Let each statement be a transaction: all of procrastinate's are whole by themselves."""
    await connection.set_autocommit(True)


def pool(**given: Any) -> AsyncConnectionPool:
    """Return the pool that procrastinate asks for, with our way to try a connection in the place of its own."""
    return AsyncConnectionPool(**{**given, "check": _Alive()})


class _Alive:
    """Tries whether a connection still answers, where it did not lately."""

    def __init__(self) -> None:
        self._tried = WeakKeyDictionary[AsyncConnection[Any], float]()

    async def __call__(self, connection: AsyncConnection[Any]) -> None:
        """Try a connection.

        Raises:
            psycopg.Error: it is dead; the pool makes another.
        """
        if time.monotonic() - self._tried.get(connection, 0.0) > LATELY:
            await AsyncConnectionPool.check_connection(connection)
            self._tried[connection] = time.monotonic()
