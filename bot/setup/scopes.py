"""The permissions that Sluice asks of Slack, each with its reason, as one table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """A permission of the bot's token.

    Attributes:
        reason: what it is for, as one sentence.
        option: of `sluice manifest`, without which it is not asked for; "" for what every installation needs.
    """

    name: str
    reason: str
    option: str = ""


# Which permission a method or an event needs: docs.slack.dev/reference/methods and docs.slack.dev/reference/events.
# Those that end in :history stay without thread replies: with them a thread that is handed off is read, and our own
# message is looked up after a lost answer.
STAYS = "It is needed without thread replies, too: our own messages are looked up with it."
SCOPES: tuple[Scope, ...] = (
    Scope("app_mentions:read", "Sluice hears when someone mentions it in a channel."),
    Scope("channels:history", f"Sluice reads threads that are assigned in public channels, and hears replies. {STAYS}"),
    Scope("channels:join", "Sluice joins a public channel where it must read a thread or deliver a file."),
    Scope("channels:read", "Sluice asks whether a person is in the channel that they want a result posted in."),
    Scope("chat:write", "Sluice posts collections, receipts and results, and changes its own messages."),
    Scope("chat:write.public", "Sluice posts results in public channels that it is not a member of."),
    Scope("commands", "People use the slash commands and the message shortcut."),
    Scope("files:read", "Sluice reads the files that come with a task."),
    Scope("files:write", "Sluice delivers drafts as files."),
    Scope("groups:history", f"Sluice reads threads that are assigned in private channels, and hears replies. {STAYS}"),
    Scope("groups:read", "Sluice asks the same of a private channel, and of a file whether a person may open it."),
    Scope("im:history", "Sluice reads what people write to it in direct messages."),
    Scope("im:write", "Sluice opens the direct messages in which a person gets collections."),
    Scope("mpim:history", f"Sluice reads threads that are assigned in group messages, and hears replies. {STAYS}"),
    Scope("reactions:read", "A 👍 or a 👎 on a card decides it, from its reviewer alone."),
    Scope("users:read", "Sluice learns names, time zones, and who is a guest, of another company, or deactivated."),
    Scope("assistant:write", "Slack shows Sluice as an agent, with the state of its work.", option="agent"),
    Scope("canvases:write", "Sluice delivers drafts as canvases, where the workspace has them.", option="canvas"),
)
