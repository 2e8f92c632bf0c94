"""The Web API's methods for conversations themselves: found, made, joined, filled with people, put away."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass

from localslack.paging import page
from localslack.workspace import Json, Method, Workspace
from localslack.wrong import Wrong

KINDS = {"public_channel": "is_channel", "private_channel": "is_group", "im": "is_im", "mpim": "is_mpim"}
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")


@dataclass(frozen=True, slots=True)
class Channels:
    workspace: Workspace

    def methods(self) -> Mapping[str, Method]:
        return {
            "conversations.open": self._open,
            "conversations.info": lambda a: {"channel": self.found(a["channel"])},
            "conversations.list": self._list,
            "conversations.members": lambda a: page(self.found(a["channel"])["members"], "members", a),
            "conversations.join": self._join,
            "conversations.leave": self._leave,
            "conversations.invite": self._invite,
            "conversations.kick": self._kick,
            "conversations.create": self._create,
            "conversations.rename": self._rename,
            "conversations.archive": lambda a: self._archived(a, True),
            "conversations.unarchive": lambda a: self._archived(a, False),
            "conversations.setTopic": lambda a: self._words(a, "topic"),
            "conversations.setPurpose": lambda a: self._words(a, "purpose"),
            "conversations.mark": self._mark,
        }

    def found(self, channel: str) -> Json:
        """
        Raises:
            Wrong: there is none; a person's id stands for the direct messages with them.
        """
        if channel in self.workspace.users:
            return self.workspace.dm(channel)
        known = self.workspace.channels.get(channel)
        if known is None:
            raise Wrong("channel_not_found")
        return known

    def writable(self, channel: str) -> Json:
        """
        Raises:
            Wrong: the app may not write there.
        """
        known = self.found(channel)
        if known["is_archived"]:
            raise Wrong("is_archived")
        if self.workspace.config.bot_user not in known["members"]:
            raise Wrong("not_in_channel")
        return known

    def _open(self, a: Json) -> Json:
        if a.get("channel"):
            return {"channel": self.found(a["channel"])}
        user = str(a["users"]).split(",")[0]
        if user not in self.workspace.users:
            raise Wrong("user_not_found")
        if user == self.workspace.config.bot_user:
            raise Wrong("cannot_dm_bot")
        return {"no_op": False, "already_open": False, "channel": {"id": self.workspace.dm(user)["id"]}}

    def _list(self, a: Json) -> Json:
        kinds = [k.strip() for k in str(a.get("types") or "public_channel").split(",")]
        if not set(kinds) <= set(KINDS):
            raise Wrong("invalid_types")
        hidden = str(a.get("exclude_archived", "")).lower() == "true"
        shown = [
            c
            for c in self.workspace.channels.values()
            if any(c.get(KINDS[k]) for k in kinds) and not (hidden and c["is_archived"])
        ]
        return page(shown, "channels", a)

    def _public(self, a: Json) -> Json:
        known = self.found(a["channel"])
        if known.get("is_im"):
            raise Wrong("method_not_supported_for_channel_type")
        if known["is_archived"]:
            raise Wrong("is_archived")
        return known

    def _join(self, a: Json) -> Json:
        known, bot = self._public(a), self.workspace.config.bot_user
        already = bot in known["members"]
        if not already:
            known["members"].append(bot)
            self.workspace.changed()
        return {"channel": known, **({"warning": "already_in_channel"} if already else {})}

    def _leave(self, a: Json) -> Json:
        known, bot = self._public(a), self.workspace.config.bot_user
        if bot not in known["members"]:
            return {"not_in_channel": True}
        known["members"].remove(bot)
        self.workspace.changed()
        return {}

    def _invite(self, a: Json) -> Json:
        known = self.writable(a["channel"])
        for user in str(a["users"]).split(","):
            if user not in self.workspace.users:
                raise Wrong("user_not_found")
            if user in known["members"]:
                raise Wrong("already_in_channel")
            known["members"].append(user)
        self.workspace.changed()
        return {"channel": known}

    def _kick(self, a: Json) -> Json:
        known = self.writable(a["channel"])
        if a["user"] == self.workspace.config.bot_user:
            raise Wrong("cant_kick_self")
        if a["user"] not in known["members"]:
            raise Wrong("not_in_channel")
        known["members"].remove(a["user"])
        self.workspace.changed()
        return {}

    def _named(self, a: Json) -> str:
        name = str(a["name"])
        if not NAME.fullmatch(name):
            raise Wrong("invalid_name_specials" if name else "invalid_name_required")
        if any(c["name"] == name for c in self.workspace.channels.values()):
            raise Wrong("name_taken")
        return name

    def _create(self, a: Json) -> Json:
        made = self.workspace.new_channel(self._named(a), [self.workspace.config.bot_user])
        return {"channel": made}

    def _rename(self, a: Json) -> Json:
        known = self._public(a)
        known["name"] = self._named(a)
        self.workspace.changed()
        return {"channel": known}

    def _archived(self, a: Json, archived: bool) -> Json:
        known = self.found(a["channel"])
        if known["is_archived"] is archived:
            raise Wrong("already_archived" if archived else "not_archived")
        known["is_archived"] = archived
        self.workspace.changed()
        return {}

    def _words(self, a: Json, kind: str) -> Json:
        known = self._public(a)
        if len(str(a[kind])) > 250:
            raise Wrong("too_long")
        set_at = int(time.time())
        known[kind] = {"value": a[kind], "creator": self.workspace.config.bot_user, "last_set": set_at}
        self.workspace.changed()
        return {"channel": known}

    def _mark(self, a: Json) -> Json:
        self.found(a["channel"])
        if self.workspace.find(a["channel"], a["ts"]) is None:
            raise Wrong("invalid_timestamp")
        return {}
