"""The Web API's methods for finding conversations: opened, listed, looked at."""

from collections.abc import Mapping
from dataclasses import dataclass

from localslack.api_error import Wrong
from localslack.channel_kinds import check_scopes, is_of
from localslack.channels import Channels
from localslack.paging import page
from localslack.workspace import Json, Method, Workspace


@dataclass(frozen=True, slots=True)
class Conversations:
    """The methods of the Web API for finding conversations."""

    workspace: Workspace
    channels: Channels

    def methods(self) -> Mapping[str, Method]:
        """Return the function that answers each method, by the method's name."""
        return {
            "conversations.open": self._open,
            "conversations.info": lambda a: {"channel": self.channels.seen(a["channel"])},
            "conversations.list": self._list,
            "conversations.members": lambda a: page(self.channels.joined(a["channel"])["members"], "members", a),
            "conversations.mark": self._mark,
        }

    def _open(self, a: Json) -> Json:
        if a.get("channel"):
            return {"channel": self.channels.seen(a["channel"])}
        user = str(a["users"]).split(",")[0]
        known = self.workspace.users.get(user)
        if known is None:
            raise Wrong("user_not_found")
        if known["deleted"]:
            raise Wrong("user_disabled")
        if user == self.workspace.config.bot_user:
            raise Wrong("cannot_dm_bot")
        return {"no_op": False, "already_open": False, "channel": {"id": self.workspace.dm(user)["id"]}}

    def _list(self, a: Json) -> Json:
        kinds = [k.strip() for k in str(a.get("types") or "public_channel").split(",")]
        check_scopes(kinds, self.workspace.config.app.scopes)
        hidden = str(a.get("exclude_archived", "")).lower() == "true"
        shown = [
            c
            for c in self.workspace.channels.values()
            if any(is_of(c, k) for k in kinds)
            and not (hidden and c["is_archived"])
            and (self.channels.has_app(c) or is_of(c, "public_channel"))
        ]
        return page(shown, "channels", a)

    def _mark(self, a: Json) -> Json:
        self.channels.joined(a["channel"])
        if self.workspace.find(a["channel"], a["ts"]) is None:
            raise Wrong("invalid_timestamp")
        return {}
