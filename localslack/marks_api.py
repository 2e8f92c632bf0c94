"""The Web API's methods for what is put on messages, and for finding them: reactions, pins, search, permalinks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from localslack.channels_api import Channels
from localslack.paging import page
from localslack.workspace import Json, Method, Workspace
from localslack.wrong import Wrong

STATUSES = frozenset({"active", "processing", "suspended", "closed"})
MOST_PINS, MOST_REACTIONS = 100, 23


@dataclass(frozen=True, slots=True)
class Marks:
    """The methods of the Web API for reactions, pins, search and permalinks."""

    workspace: Workspace
    channels: Channels
    base: str

    def methods(self) -> Mapping[str, Method]:
        """Return the function that answers each method, by the method's name."""
        return {
            "reactions.add": self._react,
            "reactions.remove": self._unreact,
            "reactions.get": self._reactions,
            "reactions.list": self._reacted,
            "pins.add": self._pin,
            "pins.remove": self._unpin,
            "pins.list": self._pins,
            "search.messages": self._search,
            "chat.getPermalink": self._permalink,
            "agents.sessions.setStatus": self._session,
        }

    def _session(self, a: Json) -> Json:
        """An agent's session in a thread: made at its first status, whose title stays."""
        if not self.workspace.config.app.agent:
            raise Wrong("feature_disabled")
        if not a.get("thread_ts"):
            raise Wrong("thread_ts_required")
        if a["status"] not in STATUSES:
            raise Wrong("invalid_status")
        if self.workspace.find(self.channels.joined(a["channel_id"])["id"], a["thread_ts"]) is None:
            raise Wrong("thread_not_found")
        content = self.workspace.sessions.setdefault(
            f"{a['channel_id']} {a['thread_ts']}", {"title": str(a.get("title") or "")[:200]}
        )
        content["status"] = a["status"]
        heard = "agent_session_stopped" in self.workspace.config.app.events
        warning = {} if heard else {"warning": "missing_agent_session_stopped_event_subscription"}
        return {"status": a["status"], "title": content["title"], **warning}

    def _message(self, a: Json, stamp: str) -> Json:
        found = self.workspace.find(self.channels.joined(a["channel"])["id"], a[stamp])
        if found is None:
            raise Wrong("message_not_found")
        return found

    def _react(self, a: Json) -> Json:
        message, me = self._message(a, "timestamp"), self.workspace.config.bot_user
        name = str(a["name"]).strip(":")
        if not re.fullmatch(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?", name):
            raise Wrong("invalid_name")
        reactions = message.setdefault("reactions", [])
        known = next((r for r in reactions if r["name"] == name), None)
        if known is not None and me in known["users"]:
            raise Wrong("already_reacted")
        if known is None and len(reactions) >= MOST_REACTIONS:
            raise Wrong("too_many_emoji")
        if known is None:
            known = {"name": name, "users": [], "count": 0}
            reactions.append(known)
        known["users"].append(me)
        known["count"] = len(known["users"])
        self.workspace.changed()
        return {}

    def _unreact(self, a: Json) -> Json:
        message, me = self._message(a, "timestamp"), self.workspace.config.bot_user
        known = next((r for r in message.get("reactions", ()) if r["name"] == a["name"] and me in r["users"]), None)
        if known is None:
            raise Wrong("no_reaction")
        known["users"].remove(me)
        known["count"] = len(known["users"])
        message["reactions"] = [r for r in message["reactions"] if r["users"]]
        self.workspace.changed()
        return {}

    def _reactions(self, a: Json) -> Json:
        return {"type": "message", "channel": a["channel"], "message": self._message(a, "timestamp")}

    def _reacted(self, a: Json) -> Json:
        who = a.get("user") or self.workspace.config.bot_user
        found = [
            {"type": "message", "channel": m["channel"], "message": m}
            for held in self.workspace.messages.values()
            for m in held
            if any(who in r["users"] for r in m.get("reactions", ()))
        ]
        return page(found, "items", a)

    def _pin(self, a: Json) -> Json:
        message, known = self._message(a, "timestamp"), self.channels.writable(a["channel"])
        pins = known.setdefault("pins", [])
        if message["ts"] in pins:
            raise Wrong("already_pinned")
        if len(pins) >= MOST_PINS:
            raise Wrong("too_many_pins")
        pins.append(message["ts"])
        self.workspace.changed()
        return {}

    def _unpin(self, a: Json) -> Json:
        message, known = self._message(a, "timestamp"), self.channels.writable(a["channel"])
        if message["ts"] not in known.get("pins", ()):
            raise Wrong("no_pin")
        known["pins"].remove(message["ts"])
        self.workspace.changed()
        return {}

    def _pins(self, a: Json) -> Json:
        known = self.channels.joined(a["channel"])
        found = [self.workspace.find(known["id"], ts) for ts in known.get("pins", ())]
        return {"items": [{"type": "message", "channel": known["id"], "message": m} for m in found if m]}

    def _search(self, a: Json) -> Json:
        """Words that all occur, whatever their case; newest first."""
        if not str(a["query"]).strip():
            raise Wrong("no_query")
        words = str(a["query"]).lower().split()
        every = [m for held in self.workspace.messages.values() for m in held]
        every.sort(key=lambda m: m["ts"], reverse=True)
        found = [m for m in every if all(w in m["text"].lower() for w in words)]
        most = int(a.get("count") or 20)
        first = (int(a.get("page") or 1) - 1) * most
        shown = [
            {**m, "channel": {"id": m["channel"]}, "permalink": self._link(m)} for m in found[first : first + most]
        ]
        return {"query": a["query"], "messages": {"total": len(found), "matches": shown}}

    def _permalink(self, a: Json) -> Json:
        message = self._message(a, "message_ts")
        return {"channel": message["channel"], "permalink": self._link(message)}

    def _link(self, message: Json) -> str:
        return f"{self.base}/#{message['channel']}/{message['ts']}"
