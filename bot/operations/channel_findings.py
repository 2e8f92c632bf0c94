"""Whether the app is in each channel that has collection times."""

from collections.abc import Sequence

from slack_sdk.web.async_client import AsyncWebClient

from bot.operations.finding import Finding
from bot.operations.probe import ask
from bot.operations.slack_reply import Reply
from bot.views.trouble.refusals import OUTSIDE


async def examine_channels(
    client: AsyncWebClient, channels: Sequence[tuple[str, str]], test: Reply, granted: frozenset[str]
) -> list[Finding]:
    """Return whether the app is in each channel that has collection times, as far as it may ask."""
    own = [channel for team, channel in channels if team == test.data.get("team_id")]
    if not own or granted and "channels:history" not in granted:
        return []
    findings = []
    for channel in own:
        reply = await ask(client, "conversations.history", channel=channel, limit=1)
        link = f"{str(test.data.get('url')).rstrip('/')}/archives/{channel}"
        findings.append(_membership(reply, link, str(test.data.get("user"))))
    return findings


def _membership(reply: Reply, link: str, bot: str) -> Finding:
    if reply.error in OUTSIDE:
        gone = ", unless it is gone" if reply.error == "channel_not_found" else ""
        say = f"the app is not in {link}, which has collection times: type /invite @{bot} there{gone}"
        return Finding(what="channel", ok=False, say=say)
    return Finding(
        what="channel", ok=not reply.error, say=f"{link}: {reply.refusal({}) if reply.error else 'the app is in it'}"
    )
