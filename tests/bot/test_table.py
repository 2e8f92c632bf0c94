"""Which route a request takes, and how few listeners Bolt asks for it."""

import re
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

import pytest
from slack_bolt.listener.async_listener import AsyncCustomListener

from bot.routes.route import ANY, Route, RouteKind
from bot.routes.table import Table
from tests.bot.plain_worker import SHORT, collected, plain
from tests.world import buttons

none = cast(Any, None)
EXACT, NUMBERED, FIRST = (Route(RouteKind.PRESS, name, none) for name in ("open", re.compile(r"^open\.\d$"), "open"))
REST = Route(RouteKind.OPENS, ANY, none)


@pytest.mark.parametrize(
    "name, found", [("open", EXACT), ("open.3", NUMBERED), ("open.33", REST), ("", REST), ("a\nb", REST)]
)
def test_the_first_route_that_fits_is_found_and_a_whole_name_before_a_pattern(name: str, found: Route) -> None:
    assert Table([EXACT, NUMBERED, FIRST, REST]).find(name) is found


def test_a_whole_name_goes_before_a_pattern_that_stands_first() -> None:
    assert Table([REST, EXACT]).find("open") is EXACT


def test_nothing_fits() -> None:
    assert Table([EXACT, NUMBERED]).find("approve") is None


async def test_bolt_asks_few_listeners_whose_a_request_is(tmp_path: Path) -> None:
    asked = list[AsyncCustomListener]()
    matches = AsyncCustomListener.async_matches

    async def noted(self: AsyncCustomListener, **given: Any) -> bool:
        asked.append(self)
        return await matches(self, **given)

    async with plain(tmp_path) as sluice:
        message = await collected(sluice, SHORT)
        with patch.object(AsyncCustomListener, "async_matches", noted):
            await sluice.said("/sluice")
            assert len(asked) == 1
            asked.clear()
            await sluice.press(message, next(one for one in buttons(message) if one["text"]["text"] == "Approve"))
            assert len(asked) == 2
