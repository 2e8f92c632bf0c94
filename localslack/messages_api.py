"""The Web API's methods for messages."""

import copy
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from localslack.channels import Channels
from localslack.echo import Echo
from localslack.limits import message_error
from localslack.paging import page
from localslack.workspace import Json, Method, Workspace, named_blocks
from localslack.wrong import Wrong

LONGEST, UPDATED, METADATA = 40_000, 4_000, 16_000  # characters of a text, of an update's, of metadata as JSON
MOST_MESSAGES = 999  # of conversations.history


@dataclass(frozen=True, slots=True)
class Messages:
    """The methods of the Web API for messages."""

    workspace: Workspace
    channels: Channels
    echo: Echo

    def methods(self) -> Mapping[str, Method]:
        """Return the function that answers each method, by the method's name."""
        return {
            "chat.postMessage": self._post,
            "chat.meMessage": lambda a: self._post({**a, "text": f"_{a['text']}_"}),
            "chat.update": self._update,
            "chat.delete": self._delete,
            "chat.postEphemeral": self._post_ephemeral,
            "conversations.history": self._history,
            "conversations.replies": self._replies,
        }

    def _content(self, a: Json, longest: int = LONGEST) -> Json:
        blocks = a.get("blocks") or []
        wrong = message_error(blocks)
        if wrong is not None:
            raise Wrong(*wrong)
        if not blocks and not a.get("text"):
            raise Wrong("no_text")
        if len(a.get("text") or "") > longest:
            raise Wrong("msg_too_long")
        _check_metadata(a.get("metadata"))
        c = self.workspace.config
        return {
            "user": c.bot_user,
            "bot_id": c.bot_id,
            "app_id": c.app_id,
            "text": a.get("text") or "",
            "blocks": blocks,
        }

    def _post(self, a: Json) -> Json:
        place = self.channels.postable(a["channel"])
        if place["is_im"] and not self.workspace.config.app.messages_tab:
            raise Wrong("messages_tab_disabled")
        parent = self.workspace.find(place["id"], a["thread_ts"]) if a.get("thread_ts") else None
        if a.get("thread_ts") and parent is None:
            raise Wrong("thread_not_found")
        more = {k: a[k] for k in ("thread_ts", "metadata") if a.get(k)}
        message = self.workspace.say(place["id"], {**self._content(a), **more})
        self.echo.posted(message)
        return {"channel": place["id"], "ts": message["ts"], "message": message}

    def _mine(self, a: Json, refusal: str) -> Json:
        message = self.workspace.find(self.channels.seen(a["channel"])["id"], a["ts"])
        if message is None:
            raise Wrong("message_not_found")
        if message["user"] != self.workspace.config.bot_user:
            raise Wrong(refusal)
        return message

    def _update(self, a: Json) -> Json:
        message = self._mine(a, "cant_update_message")
        before = copy.deepcopy(message)
        replace(message, self._content(a, UPDATED))
        self.echo.changed(before, message)
        self.workspace.changed()
        return {"channel": a["channel"], "ts": a["ts"], "text": message["text"], "message": message}

    def _delete(self, a: Json) -> Json:
        message = self._mine(a, "cant_delete_message")
        self.workspace.messages[message["channel"]].remove(message)
        self.echo.deleted(message)
        self.workspace.changed()
        return {"channel": a["channel"], "ts": a["ts"]}

    def _post_ephemeral(self, a: Json) -> Json:
        place = self.channels.writable(a["channel"])
        if a["user"] not in place["members"]:
            raise Wrong("user_not_in_channel")
        content = self._content(a)
        thread = a.get("thread_ts")
        if thread and not self._alive(place["id"], thread):
            return {"message_ts": self.workspace.ts()}
        more = {"thread_ts": thread} if thread else {}
        return {"message_ts": self.workspace.whisper(a["user"], place["id"], {**content, **more})["ts"]}

    def _alive(self, channel: str, thread: str) -> bool:
        """Whether a thread has replies: an ephemeral message in any other is taken and shown to nobody.

        Source: docs.slack.dev/reference/methods/chat.postEphemeral, thread_ts.
        """
        return any(m.get("thread_ts") == thread and m["ts"] != thread for m in self.workspace.messages[channel])

    def _history(self, a: Json) -> Json:
        """Newest first, without replies; `inclusive` counts for both ends."""
        held = self.workspace.messages[self.channels.joined(a["channel"])["id"]]
        for end in ("oldest", "latest"):
            if a.get(end) and not re.fullmatch(r"\d+(\.\d+)?", str(a[end])):
                raise Wrong(f"invalid_ts_{end}")
        shown = [m for m in reversed(held) if _within(m, a) and (not m.get("thread_ts") or m["thread_ts"] == m["ts"])]
        return page([self._told(m, a) for m in shown], "messages", a, MOST_MESSAGES)

    def _replies(self, a: Json) -> Json:
        """Oldest first, the parent before its replies."""
        held = self.workspace.messages[self.channels.joined(a["channel"])["id"]]
        thread = [m for m in held if a["ts"] in (m["ts"], m.get("thread_ts"))]
        if not thread:
            raise Wrong("thread_not_found")
        return page([self._told(m, a) for m in thread if _within(m, a) or m["ts"] == a["ts"]], "messages", a)

    def _told(self, message: Json, a: Json) -> Json:
        """Return a message as reading methods show it: metadata only where it is asked for."""
        asked = str(a.get("include_all_metadata", "")).lower() in ("true", "1")
        shows = asked and not self.workspace.config.hides_metadata
        return message if shows else {k: v for k, v in message.items() if k != "metadata"}


def _check_metadata(metadata: Any) -> None:
    """
    Raises:
        Wrong: it is not a name and an object, or too large (docs.slack.dev/messaging/message-metadata).
    """
    if not metadata:
        return
    named = isinstance(metadata, dict) and isinstance(metadata.get("event_type"), str) and metadata["event_type"]
    if not named or not isinstance(metadata.get("event_payload"), dict):
        raise Wrong("invalid_metadata_format")
    if len(str(metadata)) > METADATA:
        raise Wrong("metadata_too_large")


def _within(message: Json, a: Json) -> bool:
    at, oldest, latest = float(message["ts"]), float(a.get("oldest") or 0), float(a.get("latest") or "inf")
    inclusive = str(a.get("inclusive", "")).lower() in ("true", "1")
    return oldest <= at <= latest if inclusive else oldest < at < latest


def replace(message: Json, content: Json) -> None:
    """Give a message new text and blocks in place, and mark it as edited."""
    named_blocks(content.get("blocks") or ())
    message.update({k: v for k, v in content.items() if k in ("text", "blocks")}, edited={"ts": f"{time.time():.6f}"})
