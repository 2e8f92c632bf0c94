"""Which route a request takes, and how few listeners Bolt asks for it."""

import re
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

import pytest
from slack_bolt.listener.async_listener import AsyncCustomListener

from bot.envelope.payload import Envelope, Installation, read
from bot.inbound.bolt_app import bolt
from bot.inbound.bolt_request import for_bolt
from bot.inbound.identity import Identity
from bot.routes.route import ANY, Route, RouteKind
from bot.routes.serving import Serving
from bot.routes.table import Table
from bot.setup.settings import load
from tests.bot.plain_worker import SHORT, collected, plain
from tests.world import buttons

none = cast(Any, None)
EXACT, NUMBERED, FIRST = (Route(RouteKind.PRESS, name, none) for name in ("open", re.compile(r"^open\.\d$"), "open"))
IDENTITY = Identity(team="T1", team_name="One", bot_user="UB", bot_id="B1")
REST = Route(RouteKind.OPENS, ANY, none)


@pytest.mark.parametrize(
    "name, found",
    [("open", EXACT), ("open.3", NUMBERED), ("open.33", REST), ("", REST), ("a\nb", REST), ("open.3\n", REST)],
)
def test_the_first_route_that_fits_is_found_and_a_whole_name_before_a_pattern(name: str, found: Route) -> None:
    assert Table([EXACT, NUMBERED, FIRST, REST]).find(name) is found


def test_a_whole_name_goes_before_a_pattern_that_stands_first() -> None:
    assert Table([REST, EXACT]).find("open") is EXACT


def test_nothing_fits() -> None:
    assert Table([EXACT, NUMBERED]).find("approve") is None


VIEW = {"id": "V1", "type": "modal", "callback_id": "x", "hash": "h"}
BODIES: dict[RouteKind, dict[str, Any]] = {
    RouteKind.COMMAND: {"command": "x", "text": ""},
    RouteKind.OPENS: {"type": "block_actions", "actions": [{"type": "button", "action_id": "x", "block_id": "b"}]},
    RouteKind.PRESS: {"type": "block_actions", "actions": [{"type": "button", "action_id": "x", "block_id": "b"}]},
    RouteKind.FORM: {"type": "view_submission", "view": VIEW},
    RouteKind.CLOSED: {"type": "view_closed", "view": VIEW},
    RouteKind.SHORTCUT: {"type": "shortcut", "callback_id": "x"},
    RouteKind.OPTIONS: {"type": "block_suggestion", "action_id": "x", "block_id": "b", "value": ""},
    RouteKind.EVENT: {"type": "event_callback", "event": {"type": "x", "user": "U1"}, "event_id": "E1"},
}


@pytest.mark.parametrize("kind", RouteKind)
async def test_a_request_of_each_kind_comes_to_its_own_route(kind: RouteKind) -> None:
    came = list[str]()

    async def serve(_serving: Serving, route: Route, ack: Any, _envelope: Envelope) -> None:
        came.append(f"{route.kind} {route.name}")
        await ack()

    own, app = Installation("T1"), bolt(load(slack_bot_token="xoxb-1"), IDENTITY)
    others = [other for other in RouteKind if {other, kind} != {RouteKind.OPENS, RouteKind.PRESS} or other is kind]
    Serving(none, none).register(app, [Route(other, "x", none) for other in others], {})
    who = {"user_id": "U1", "channel_id": "C1", "team_id": "T1", "trigger_id": "1.2", "team": {"id": "T1"}}
    body = {**who, **({"user": {"id": "U1", "team_id": "T1"}} if kind is not RouteKind.COMMAND else {}), **BODIES[kind]}
    with patch.object(Serving, "serve", serve):
        answer = await app.async_dispatch(for_bolt(body, read(body, own)))
    assert (came, answer.status) == ([f"{kind} x"], 200)


def test_a_kind_that_bolt_is_not_told_of_is_an_error() -> None:
    with pytest.raises(KeyError):
        Serving(none, none).register(
            bolt(load(slack_bot_token="xoxb-1"), IDENTITY), [Route(cast(Any, "new"), "x", none)], {}
        )


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
