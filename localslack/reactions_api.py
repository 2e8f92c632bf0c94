"""The Web API's methods for reactions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from localslack.api_error import Wrong
from localslack.channels import Channels
from localslack.paging import page
from localslack.workspace import Json, Method, Workspace

MOST_REACTIONS = 23


@dataclass(frozen=True, slots=True)
class Reactions:
    """The methods of the Web API for reactions."""

    workspace: Workspace
    channels: Channels

    def methods(self) -> Mapping[str, Method]:
        """Return the function that answers each method, by the method's name."""
        return {
            "reactions.add": self._react,
            "reactions.remove": self._unreact,
            "reactions.get": self._reactions,
            "reactions.list": self._reacted,
        }

    def _react(self, a: Json) -> Json:
        message, me = self.channels.message_at(a, "timestamp"), self.workspace.config.bot_user
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
        message, me = self.channels.message_at(a, "timestamp"), self.workspace.config.bot_user
        known = next((r for r in message.get("reactions", ()) if r["name"] == a["name"] and me in r["users"]), None)
        if known is None:
            raise Wrong("no_reaction")
        known["users"].remove(me)
        known["count"] = len(known["users"])
        message["reactions"] = [r for r in message["reactions"] if r["users"]]
        self.workspace.changed()
        return {}

    def _reactions(self, a: Json) -> Json:
        return {"type": "message", "channel": a["channel"], "message": self.channels.message_at(a, "timestamp")}

    def _reacted(self, a: Json) -> Json:
        who = a.get("user") or self.workspace.config.bot_user
        found = [
            {"type": "message", "channel": m["channel"], "message": m}
            for held in self.workspace.messages.values()
            for m in held
            if any(who in r["users"] for r in m.get("reactions", ()))
        ]
        return page(found, "items", a)
