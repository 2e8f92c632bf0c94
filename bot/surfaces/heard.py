"""What an event says to the bot: a message that is for it, or a reaction."""

from typing import Any

from bot.envelope.payload import Envelope
from bot.words.said_in import words_of
from storage.ledger.messages import receiving
from storage.rules.replies import reaction


def heard(envelope: Envelope, bot_user: str) -> dict[str, Any] | None:
    """Return what an event says to the bot: a mention, a direct message or a reply; None when it is not for it."""
    event = envelope.message
    ts, thread = event.get("ts"), event.get("thread_ts")
    if not envelope.user or envelope.user == bot_user or event.get("bot_id") or not isinstance(ts, str):
        return None
    if event.get("subtype") not in (None, "file_share", "thread_broadcast"):
        return None
    mentioned = f"<@{bot_user}" in envelope.text
    reply = isinstance(thread, str) and thread != ts
    direct = event.get("channel_type") == "im" or envelope.channel.startswith("D")
    if envelope.name == "app_mention" or (mentioned and not direct):
        kind = "mention"
    elif reply:
        kind = "reply"
    elif direct:
        kind = "direct"
    else:
        return None
    return {
        "kind": kind,
        "user": envelope.user,
        "channel": envelope.channel,
        "ts": ts,
        "thread": thread if reply else None,
        "text": words_of({"text": envelope.text, "attachments": event.get("attachments")}),
        "files": event.get("files") or [],
    }


def reacted(envelope: Envelope, bot_user: str) -> dict[str, Any] | None:
    """Return what a reaction says to the bot; None when it decides nothing or its message is not the bot's."""
    event, on = envelope.message, envelope.message.get("item")
    name, place = event.get("reaction"), on if isinstance(on, dict) else {}
    channel, ts = place.get("channel"), place.get("ts")
    if not envelope.user or envelope.user == bot_user or event.get("item_user", bot_user) != bot_user:
        return None
    if not (isinstance(name, str) and isinstance(channel, str) and isinstance(ts, str)) or reaction(name) is None:
        return None
    said = {"user": envelope.user, "channel": channel, "ts": ts, "name": name, "at": str(event.get("event_ts", ""))}
    return {"kind": "reaction", **said, "present": envelope.name == "reaction_added"}


def envelope_of(content: dict[str, Any], team: str, key: str) -> Envelope:
    """Return the envelope of what was kept of an event, with when it was said."""
    user, channel = str(content["user"]), str(content["channel"])
    at = receiving.kept_at(content)
    return Envelope(kind="event", team=team, user=user, channel=channel, dedup=key, at=at)
