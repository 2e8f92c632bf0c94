"""The Web API's methods for who is in a conversation: the app joins and leaves, people come in and go."""

from collections.abc import Mapping
from dataclasses import dataclass

from localslack.api_error import Wrong
from localslack.channels import Channels
from localslack.workspace import Json, Method, Workspace


@dataclass(frozen=True, slots=True)
class Members:
    """The methods of the Web API for who is in a conversation."""

    workspace: Workspace
    channels: Channels

    def methods(self) -> Mapping[str, Method]:
        """Return the function that answers each method, by the method's name."""
        return {
            "conversations.join": self._join,
            "conversations.leave": self._leave,
            "conversations.invite": self._invite,
            "conversations.kick": self._kick,
        }

    def _join(self, a: Json) -> Json:
        known, bot = self.channels.public(a), self.workspace.config.bot_user
        already = bot in known["members"]
        if not already:
            known["members"].append(bot)
            self.workspace.changed()
        return {"channel": known, **({"warning": "already_in_channel"} if already else {})}

    def _leave(self, a: Json) -> Json:
        known, bot = self.channels.public(a), self.workspace.config.bot_user
        if bot not in known["members"]:
            return {"not_in_channel": True}
        known["members"].remove(bot)
        self.workspace.changed()
        return {}

    def _invite(self, a: Json) -> Json:
        known = self.channels.writable(a["channel"])
        for user in str(a["users"]).split(","):
            if user not in self.workspace.users:
                raise Wrong("user_not_found")
            if user in known["members"]:
                raise Wrong("already_in_channel")
            known["members"].append(user)
        self.workspace.changed()
        return {"channel": known}

    def _kick(self, a: Json) -> Json:
        known = self.channels.writable(a["channel"])
        if a["user"] == self.workspace.config.bot_user:
            raise Wrong("cant_kick_self")
        if a["user"] not in known["members"]:
            raise Wrong("not_in_channel")
        known["members"].remove(a["user"])
        self.workspace.changed()
        return {}
