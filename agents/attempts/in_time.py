"""A limit of time that tells its own end from a timeout of something within it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from agents.roster.ends import CannotDo


@asynccontextmanager
async def in_time(until: float, why: str) -> AsyncIterator[None]:
    """Run a block until a time of the event loop's clock, in seconds.

    Raises:
        CannotDo: it was not done by then; `why` says so.
        TimeoutError: something within it gave up by a limit of its own.
    """
    limit = asyncio.timeout_at(until)
    try:
        async with limit:
            yield
    except TimeoutError:
        if limit.expired():
            raise CannotDo(why) from None
        raise
