"""The Web API's methods for messages, conversations and people."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from localslack.limits import message_error
from localslack.workspace import Json, Method, Workspace, named_blocks
from localslack.wrong import Wrong


@dataclass(frozen=True, slots=True)
class Conversations:
    workspace: Workspace

    def methods(self) -> Mapping[str, Method]:
        return {
            "users.info": self._users_info,
            "users.list": self._users_list,
            "chat.postMessage": self._post,
            "chat.update": self._update,
            "chat.delete": self._delete,
            "chat.postEphemeral": self._post_ephemeral,
            "conversations.open": self._open_dm,
            "conversations.info": self._channel_info,
            "conversations.list": self._channel_list,
            "conversations.members": self._members,
            "conversations.join": self._join,
            "conversations.history": self._history,
            "conversations.replies": self._replies,
            "reactions.add": self._react,
        }

    def _users_info(self, a: Json) -> Json:
        user = self.workspace.users.get(a["user"])
        if user is None:
            raise Wrong("user_not_found")
        return {"user": user}

    def _users_list(self, a: Json) -> Json:
        return {"members": list(self.workspace.users.values()), "response_metadata": {"next_cursor": ""}}

    def _channel(self, channel: str) -> Json:
        if channel in self.workspace.users:
            return self.workspace.dm(channel)
        found = self.workspace.channels.get(channel)
        if found is None:
            raise Wrong("channel_not_found")
        return found

    def writable(self, channel: str) -> Json:
        found = self._channel(channel)
        if found["is_archived"]:
            raise Wrong("is_archived")
        if self.workspace.config.bot_user not in found["members"]:
            raise Wrong("not_in_channel")
        return found

    def _content(self, a: Json) -> Json:
        blocks = a.get("blocks") or []
        wrong = message_error(blocks)
        if wrong is not None:
            raise Wrong(*wrong)
        if not blocks and not a.get("text"):
            raise Wrong("no_text")
        if len(a.get("text") or "") > 40_000:
            raise Wrong("msg_too_long")
        c = self.workspace.config
        return {
            "user": c.bot_user,
            "bot_id": c.bot_id,
            "app_id": c.app_id,
            "text": a.get("text") or "",
            "blocks": blocks,
        }

    def _post(self, a: Json) -> Json:
        place = self.writable(a["channel"])
        more = {k: a[k] for k in ("thread_ts", "metadata") if a.get(k)}
        message = self.workspace.say(place["id"], {**self._content(a), **more})
        return {"channel": place["id"], "ts": message["ts"], "message": message}

    def _update(self, a: Json) -> Json:
        message = self.workspace.find(self._channel(a["channel"])["id"], a["ts"])
        if message is None:
            raise Wrong("message_not_found")
        if message["user"] != self.workspace.config.bot_user:
            raise Wrong("cant_update_message")
        replace(message, self._content(a))
        self.workspace.changed()
        return {"channel": a["channel"], "ts": a["ts"], "text": message["text"], "message": message}

    def _delete(self, a: Json) -> Json:
        held = self.workspace.messages[self._channel(a["channel"])["id"]]
        message = self.workspace.find(a["channel"], a["ts"])
        if message is None:
            raise Wrong("message_not_found")
        held.remove(message)
        self.workspace.changed()
        return {"channel": a["channel"], "ts": a["ts"]}

    def _post_ephemeral(self, a: Json) -> Json:
        place = self._channel(a["channel"])
        if a["user"] not in place["members"]:
            raise Wrong("user_not_in_channel")
        more = {"thread_ts": a["thread_ts"]} if a.get("thread_ts") else {}
        return {"message_ts": self.workspace.whisper(a["user"], place["id"], {**self._content(a), **more})["ts"]}

    def _open_dm(self, a: Json) -> Json:
        user = str(a["users"]).split(",")[0]
        if user not in self.workspace.users:
            raise Wrong("user_not_found")
        return {"channel": {"id": self.workspace.dm(user)["id"]}}

    def _channel_info(self, a: Json) -> Json:
        return {"channel": self._channel(a["channel"])}

    def _channel_list(self, a: Json) -> Json:
        return {"channels": list(self.workspace.channels.values()), "response_metadata": {"next_cursor": ""}}

    def _members(self, a: Json) -> Json:
        return {"members": self._channel(a["channel"])["members"], "response_metadata": {"next_cursor": ""}}

    def _join(self, a: Json) -> Json:
        place = self._channel(a["channel"])
        if self.workspace.config.bot_user not in place["members"]:
            place["members"].append(self.workspace.config.bot_user)
        return {"channel": place}

    def _history(self, a: Json) -> Json:
        held = self.workspace.messages[self._channel(a["channel"])["id"]]
        oldest, most = str(a.get("oldest") or "0"), int(a.get("limit") or 100)
        shown = [
            m
            for m in reversed(held)
            if float(m["ts"]) >= float(oldest) and (not m.get("thread_ts") or m["thread_ts"] == m["ts"])
        ]
        return {"messages": shown[:most], "has_more": len(shown) > most}

    def _replies(self, a: Json) -> Json:
        held = self.workspace.messages[self._channel(a["channel"])["id"]]
        found = [m for m in held if a["ts"] in (m["ts"], m.get("thread_ts"))]
        if not found:
            raise Wrong("thread_not_found")
        return {"messages": found[: int(a.get("limit") or 100)], "has_more": False}

    def _react(self, a: Json) -> Json:
        message = self.workspace.find(a["channel"], a["timestamp"])
        if message is None:
            raise Wrong("message_not_found")
        message.setdefault("reactions", []).append({"name": a["name"], "users": [self.workspace.config.bot_user]})
        self.workspace.changed()
        return {}


def replace(message: Json, content: Json) -> None:
    """A message's new content, in its place."""
    named_blocks(content.get("blocks") or ())
    message.update({k: v for k, v in content.items() if k in ("text", "blocks")}, edited={"ts": f"{time.time():.6f}"})
