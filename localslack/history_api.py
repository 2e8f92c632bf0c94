"""The Web API's methods for reading messages: a conversation's, and a thread's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from localslack.api_error import Wrong
from localslack.channels import Channels
from localslack.paging import page
from localslack.workspace import Json, Method, Workspace

MOST_MESSAGES = 999  # of conversations.history


@dataclass(frozen=True, slots=True)
class History:
    """The methods of the Web API for reading messages."""

    workspace: Workspace
    channels: Channels

    def methods(self) -> Mapping[str, Method]:
        """Return the function that answers each method, by the method's name."""
        return {"conversations.history": self._history, "conversations.replies": self._replies}

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


def _within(message: Json, a: Json) -> bool:
    at, oldest, latest = float(message["ts"]), float(a.get("oldest") or 0), float(a.get("latest") or "inf")
    inclusive = str(a.get("inclusive", "")).lower() in ("true", "1")
    return oldest <= at <= latest if inclusive else oldest < at < latest
