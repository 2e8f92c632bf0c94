"""Several decided at once where the ledger is slower than Slack waits: what was saved counts, the rest is named."""

from typing import Any

import pytest
import sqlalchemy as sa

from bot.surfaces.together import NO_TIME, Together
from storage.rules.refusal import Refused
from tests.bot.test_views import shown

DESK: Any = None  # nothing is asked of it
ITEMS = [shown(n).item for n in range(30, 39)]


async def done_until(count: int) -> tuple[list[str], list[str]]:
    """Do something to each until the ledger has no time any more; what was done, and what was not."""
    done: list[str] = []

    async def verb(item: Any) -> None:
        if len(done) == count:
            raise sa.exc.OperationalError("", {}, Exception("canceling statement due to statement timeout"))
        if item.task.name == "T-31":
            raise Refused("it has moved on")
        done.append(item.task.name)

    return done, await Together(DESK).each(ITEMS, verb)


async def test_what_there_was_no_time_for_is_named_and_the_rest_counts() -> None:
    done, left = await done_until(3)
    assert done == ["T-30", "T-32", "T-33"]
    assert left == ["T-31: it has moved on", f"T-34, T-35, T-36, T-37, T-38: {NO_TIME}"]
    _, left = await done_until(1)
    assert left[-1] == f"T-31, T-32, T-33, T-34, T-35 and 3 more: {NO_TIME}"


async def test_where_nothing_was_saved_nothing_is_said_to_be_done() -> None:
    with pytest.raises(sa.exc.OperationalError):
        await done_until(0)


async def test_with_time_enough_all_is_done() -> None:
    done, left = await done_until(-1)
    assert len(done) == len(ITEMS) - 1 and left == ["T-31: it has moved on"]
