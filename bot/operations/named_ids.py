"""Whether Slack knows the people and the channels that sluice.toml names by their ids."""

from collections.abc import Collection

from slack_sdk.web.async_client import AsyncWebClient

from bot.operations.finding import Finding
from bot.operations.probe import ask

MOST = 20  # ids of each kind that are asked about
ADVICE = "Look at the id in sluice.toml; a private channel has to have the app in it."


async def examine_names(
    client: AsyncWebClient, admins: Collection[str], people: Collection[str], channels: Collection[str]
) -> list[Finding]:
    """Return a finding for each id that Slack shows the app nothing of, or that is nobody's who could use it."""
    findings = []
    named = [*(("admins", user) for user in sorted(admins)[:MOST]), *(("acts", user) for user in sorted(people)[:MOST])]
    for setting, user in named:
        found = await ask(client, "users.info", user=user)
        if found.error == "user_not_found":
            findings.append(_unknown(setting, user))
        elif (found.data.get("user") or {}).get("is_bot"):
            findings.append(Finding(what=setting, ok=False, say=f"{user} is an app, and no person.", advice=ADVICE))
    for channel in sorted(channels)[:MOST]:
        if (await ask(client, "conversations.info", channel=channel)).error == "channel_not_found":
            findings.append(_unknown("acts", channel))
    return findings


def _unknown(setting: str, id_: str) -> Finding:
    say = f"Slack does not know {id_}, or does not show it to the app."
    return Finding(what=setting, ok=False, say=say, advice=ADVICE)
