"""Who this bot is in Slack."""

from dataclasses import dataclass

from bot.envelope.payload import Installation


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The bot's own ids and names in Slack, as auth.test says.

    Attributes:
        scopes: what the installation grants; empty where the server does not tell.
    """

    team: str
    team_name: str
    bot_user: str
    bot_id: str
    enterprise: str = ""
    scopes: frozenset[str] = frozenset()

    @property
    def installation(self) -> Installation:
        """The workspace and the organisation where the app is installed."""
        return Installation(self.team, self.enterprise)
