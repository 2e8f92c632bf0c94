"""Asking Slack who this bot is, until Slack answers."""

import asyncio
from collections.abc import Iterator
from itertools import chain, repeat

import structlog

from bot.inbound.identity import Identity
from bot.outbound.outcomes import Later, Locked, Never, Unclear
from bot.outbound.slack import Gateway
from bot.setup.settings import BadSettings

log = structlog.get_logger()


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
