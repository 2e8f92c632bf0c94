"""Something that happened in the workspace."""

from typing import Any

from bot.envelope.shapes.loose import Id, Loose, Short


class Event(Loose):
    """Something that happened in the workspace, as Slack sends it."""

    type: Short
    team_id: Id | None = None
    enterprise_id: Id | None = None
    context_team_id: Id | None = None
    event_id: Short
    event: dict[str, Any]
    is_ext_shared_channel: bool | None = None
    authorizations: list[dict[str, Any]] | None = None
