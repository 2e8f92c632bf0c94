"""Waiting for a step of the demonstration, which fails where it does not come."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

PATIENCE = 60.0  # seconds that a step may take


class Failed(Exception):
    """The error that ends the demonstration; its message says why in one line."""


async def wait_for(what: str, look: Callable[[], Awaitable[Any]], patience: float = PATIENCE) -> Any:
    """Call `look` until its result is not None; return that result.

    Raises:
        Failed: nothing came for so many seconds.
    """
    deadline = asyncio.get_running_loop().time() + patience
    while (seen := await look()) is None:
        if asyncio.get_running_loop().time() > deadline:
            raise Failed(f"did not happen within {patience:g} s: {what}")
        await asyncio.sleep(0.03)
    return seen
