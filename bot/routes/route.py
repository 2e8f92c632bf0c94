"""A route: what a person does in Slack, and the handler that answers it."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.envelope.payload import Envelope
from bot.routes.answers import Answer

Handler = Callable[[Envelope], Awaitable[Answer]]
Name = str | re.Pattern[str]
ANY = re.compile(".*", re.S)


class RouteKind(StrEnum):
    """What a person does, by when Slack is told that it came.

    Attributes:
        OPENS: a press that shows a window: acknowledged first, since the window may take its time.
        PRESS, SHORTCUT: acknowledged once it is done and saved.
        FORM, COMMAND: acknowledged with the answer.
        CLOSED, OPTIONS, EVENT: acknowledged once it is saved; nobody waits for words.
    """

    OPENS = "opens"
    PRESS = "press"
    SHORTCUT = "shortcut"
    FORM = "form"
    COMMAND = "command"
    CLOSED = "closed"
    OPTIONS = "options"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Route:
    """One way in, by the name that Slack sends, and its handler.

    A handler raises Refused for what can't be done, Duplicate for what was done before, FieldError for a field.
    """

    kind: RouteKind
    name: Name
    handler: Handler


def opens(name: Name, handler: Handler) -> Route:
    """Return the route of a press that shows a window, or what may take its time."""
    return Route(RouteKind.OPENS, name, handler)


def press(name: Name, handler: Handler) -> Route:
    """Return the route of a press that does something."""
    return Route(RouteKind.PRESS, name, handler)


def form(name: Name, handler: Handler) -> Route:
    """Return the route of a form that is sent."""
    return Route(RouteKind.FORM, name, handler)


def command(name: Name, handler: Handler) -> Route:
    """Return the route of a slash command."""
    return Route(RouteKind.COMMAND, name, handler)


def event(name: Name, handler: Handler) -> Route:
    """Return the route of an event that Slack tells of."""
    return Route(RouteKind.EVENT, name, handler)
