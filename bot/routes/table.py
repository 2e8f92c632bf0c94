"""The routes of one kind of request, found by the name that Slack sends."""

import re
from collections.abc import Iterable

from bot.routes.route import Route


class Table:
    """Routes by their names.

    Args:
        routes: of two that fit a name one whose name is a text goes before one of a pattern, else the first.
    """

    def __init__(self, routes: Iterable[Route]) -> None:
        self._named, self._patterns = dict[str, Route](), list[tuple[re.Pattern[str], Route]]()
        for route in routes:
            if isinstance(route.name, str):
                self._named.setdefault(route.name, route)
            else:
                self._patterns.append((route.name, route))

    def find(self, name: str) -> Route | None:
        """Return the route of a name; None where there is none."""
        if (named := self._named.get(name)) is not None:
            return named
        return next((route for pattern, route in self._patterns if pattern.fullmatch(name)), None)
