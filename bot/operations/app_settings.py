"""The app's settings at Slack, compared with the manifest: what the doctor says of them."""

from collections.abc import Mapping

from slack_sdk.web.async_client import AsyncWebClient

from bot.operations.app_differences import differences
from bot.operations.finding import Finding
from bot.operations.manifest_command import command
from bot.operations.probe import ask, with_token
from bot.operations.settings_at_slack import is_agent, thread_events

TOKENS = "“Your App Configuration Tokens” at api.slack.com/apps"
UNSEEN = (
    "not looked at: with a bot token an app can't see its own events and commands. Compare them at api.slack.com/apps, "
    f"App Manifest, with what `{{}}` prints, or set SLACK_CONFIG_TOKEN (made under {TOKENS})"
)
EXPORT_REFUSED: Mapping[str, str] = {
    "token_expired": f"SLACK_CONFIG_TOKEN is older than 12 hours: make a new one under {TOKENS}",
    "invalid_auth": f"Slack does not know SLACK_CONFIG_TOKEN: copy it again from {TOKENS}",
    "not_allowed_token_type": "SLACK_CONFIG_TOKEN is no app configuration token (xoxe.xoxp-…; what begins with xoxe- "
    f"only renews one): make one under {TOKENS}",
    "invalid_app_id": "the app's id could not be learned: grant users:read and reinstall the app",
    "app_not_found": "SLACK_CONFIG_TOKEN is of somebody who is no collaborator of this app, or of another workspace",
}


async def examine(
    client: AsyncWebClient, config_token: str, app_id: str, prefix: str, socket_mode: bool
) -> list[Finding]:
    """Return a finding for each thing about the app's settings in Slack.

    Args:
        config_token: an app configuration token; without one Slack shows nobody an app's settings.
        prefix: what stands before each command's name.
    """
    if not config_token:
        return [Finding(what="app settings", ok=None, say=UNSEEN.format(command(prefix, socket_mode)))]
    reply = await ask(with_token(client, config_token), "apps.manifest.export", app_id=app_id)
    if reply.error == "unknown_method":
        return [Finding(what="app settings", ok=None, say="not looked at: this server can't show an app's settings")]
    if reply.error:
        return [Finding(what="app settings", ok=False, say=reply.refusal(EXPORT_REFUSED))]
    there = reply.data.get("manifest") or {}
    lines = list(differences(there, prefix, socket_mode))
    paste = command(prefix, socket_mode, bool(thread_events(there)), is_agent(there))
    remedy = f"Change it at api.slack.com/apps, or paste `{paste}` under App Manifest"
    return [Finding(what="app settings", ok=False, say=f"{line}. {remedy}") for line in lines] or [
        Finding(what="app settings", ok=True, say=f"as `{paste}` prints them")
    ]
