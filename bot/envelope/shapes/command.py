"""A slash command."""

from bot.envelope.shapes.loose import Id, Loose, Short


class Command(Loose):
    """A slash command, as Slack sends it."""

    command: Short
    text: str = ""
    team_id: Id
    enterprise_id: Id | None = None
    user_id: Id
    channel_id: Id
    channel_name: Short = ""
    trigger_id: Short
    response_url: str = ""
