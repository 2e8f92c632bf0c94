"""A message that the doctor sends, changes and deletes, so that an installation is proved and not only looked at."""

from collections.abc import Mapping

from slack_sdk.web.async_client import AsyncWebClient

from bot.operations.finding import Finding
from bot.operations.probe import ask
from bot.operations.slack_reply import Reply

TEXT = "Sluice's doctor tries whether messages arrive. This one deletes itself."
CHANGED = f"{TEXT} It was changed."
ADVICE: Mapping[str, str] = {
    "user_not_found": "nobody in this workspace has this id: name another person with --to U…",
    "user_disabled": "this person is deactivated: name another person with --to U…",
    "user_not_visible": "the app may not see this person: name another person with --to U…",
    "cannot_dm_bot": "this is a bot: name a person with --to U…",
    "messages_tab_disabled": "switch the Messages Tab on at api.slack.com/apps under App Home",
    "restricted_action": "the workspace's rules let this app not post: ask its administrator",
    "cant_delete_message": "the workspace's rules keep it: delete it by hand",
}
NOBODY = 'nobody to write to: set admins = ["U…"] in sluice.toml, or name a person: sluice doctor --slack --to U…'


async def try_message(client: AsyncWebClient, to: str) -> list[Finding]:
    """Send a message to a person, change it, delete it; return one finding for each step that was tried.

    Args:
        to: the id of a person; "" for nobody.
    """
    if not to:
        return [Finding(what="message", ok=False, say=NOBODY)]
    opened = await ask(client, "conversations.open", users=to)
    if opened.error:
        return [_step("conversations.open", opened, "")]
    channel = str((opened.data.get("channel") or {}).get("id"))
    posted = await ask(client, "chat.postMessage", channel=channel, text=TEXT)
    steps = [
        _step("conversations.open", opened, f"direct messages with {to} are {channel}"),
        _step("chat.postMessage", posted, "a message was sent"),
    ]
    if posted.error:
        return steps
    place = {"channel": channel, "ts": str(posted.data.get("ts"))}
    changed = await ask(client, "chat.update", **place, text=CHANGED)
    deleted = await ask(client, "chat.delete", **place)
    return [*steps, _step("chat.update", changed, "it was changed"), _step("chat.delete", deleted, "it was deleted")]


def _step(method: str, reply: Reply, done: str) -> Finding:
    return Finding(what=method, ok=not reply.error, say=reply.refusal(ADVICE) if reply.error else done)
