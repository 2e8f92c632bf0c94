"""A click, a submission or a shortcut."""

from typing import Any

from bot.envelope.shapes.action import Action
from bot.envelope.shapes.loose import Loose, Named, Short, User
from bot.envelope.shapes.view import View


class Container(Loose):
    """Where the element stands that was used."""

    type: Short = ""
    is_ephemeral: bool = False
    thread_ts: Short | None = None


class Presser(Loose):
    """Who pressed, and the ways to answer them."""

    user: User
    channel: Named | None = None
    response_url: str = ""


class Interaction(Loose):
    """A click, a submission or a shortcut, as Slack sends it. What is asked for options names its action itself."""

    type: Short
    team: Named | None = None
    enterprise: Named | None = None
    user: User
    trigger_id: Short = ""
    channel: Named | None = None
    message: dict[str, Any] | None = None
    container: Container = Container()
    actions: list[Action] | None = None
    view: View | None = None
    callback_id: Short = ""
    action_id: Short = ""
    response_url: str = ""
