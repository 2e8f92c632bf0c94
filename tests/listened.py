"""What the app listens to, as its surfaces say it."""

from collections.abc import Mapping, Sequence
from typing import Any, cast
from unittest.mock import patch

from bot.desk import Desk
from bot.listeners import listen
from bot.routes.route import Route, RouteKind
from bot.routes.serving import Serving

SLACKS_WORD = {
    RouteKind.OPENS: "action",
    RouteKind.PRESS: "action",
    RouteKind.SHORTCUT: "shortcut",
    RouteKind.FORM: "view",
    RouteKind.COMMAND: "command",
    RouteKind.CLOSED: "view_closed",
    RouteKind.OPTIONS: "options",
    RouteKind.EVENT: "event",
}


def listened(desk: Desk) -> set[tuple[str, str]]:
    """Return each kind of request and each name, or pattern of a name, that a surface answers."""
    heard = set[tuple[str, str]]()

    def register(_serving: Serving, _app: Any, routes: Sequence[Route], choosing: Mapping[str, Any]) -> None:
        heard.update((SLACKS_WORD[route.kind], getattr(route.name, "pattern", route.name)) for route in routes)
        heard.update(("action", name) for name in choosing)

    none = cast(Any, None)
    with patch.object(Serving, "register", register):
        listen(none, desk, files=none, sessions=none, alarm=none, material=none)
    return heard
