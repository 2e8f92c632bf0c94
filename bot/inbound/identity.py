"""Who this bot is in Slack."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, repeat

import structlog

from bot.envelope.payload import Installation
from bot.outbound.outcomes import Later, Locked, Never, Unclear
from bot.outbound.slack import Gateway
from bot.setup.settings import BadSettings

log = structlog.get_logger()


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


async def identify(slack: Gateway) -> Identity:
    """Ask Slack who this bot is, again and again while Slack can't be reached, more and more seldom.

    Raises:
        BadSettings: the token is refused.
    """
    for wait in pauses():
        try:
            done, scopes = await slack.who_am_i()
            return Identity(
                team=str(done["team_id"]),
                team_name=str(done.get("team") or ""),
                bot_user=str(done["user_id"]),
                bot_id=str(done.get("bot_id") or ""),
                enterprise=str(done.get("enterprise_id") or ""),
                scopes=scopes,
            )
        except (Never, Locked) as error:
            raise BadSettings(f"Slack refuses SLACK_BOT_TOKEN: {error}.") from None
        except (Later, Unclear) as away:
            seconds = max(wait, getattr(away, "seconds", 0.0))
            log.warning("slack.away", why=str(away), again_in=seconds)
            await asyncio.sleep(seconds)
    raise AssertionError("unreachable")


def pauses() -> Iterator[float]:
    """Return the seconds between two looks for Slack: each twice the last, at most a minute, without an end."""
    return chain((2.0, 4.0, 8.0, 16.0, 32.0), repeat(60.0))
