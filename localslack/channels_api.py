"""The Web API's methods for conversations themselves: found, made, joined, filled with people, put away."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass

from localslack.channel_kinds import check_scopes, is_of
from localslack.paging import page
from localslack.workspace import Json, Method, Workspace
from localslack.wrong import Wrong

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")


@dataclass(frozen=True, slots=True)
class Channels:
    """The methods of the Web API for conversations."""

    workspace: Workspace

    def methods(self) -> Mapping[str, Method]:
        """Return the function that answers each method, by the method's name."""
        return {
            "conversations.open": self._open,
            "conversations.info": lambda a: {"channel": self.seen(a["channel"])},
            "conversations.list": self._list,
            "conversations.members": lambda a: page(self.joined(a["channel"])["members"], "members", a),
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

    def seen(self, channel: str) -> Json:
        """Return a conversation that the app can see: a public channel, or one that it is in.

        Raises:
            Wrong: channel_not_found; what is private and without the app looks like what does not exist.
        """
        known = self.workspace.channels.get(channel)
        if known is None or not (known["is_channel"] and not known["is_private"] or self._inside(known)):
            raise Wrong("channel_not_found")
        return known

    def joined(self, channel: str) -> Json:
        """Return a conversation that the app is in.

        Raises:
            Wrong: channel_not_found or not_in_channel.
        """
        known = self.seen(channel)
        if not self._inside(known):
            raise Wrong("not_in_channel")
        return known

    def writable(self, channel: str) -> Json:
        """Return a conversation that the app is in and that is not archived.

        Raises:
            Wrong: channel_not_found, not_in_channel or is_archived.
        """
        return self._open_one(self.joined(channel))

    def postable(self, channel: str) -> Json:
        """Return the conversation that chat.postMessage writes to; a person's id means the direct messages with them.
        With chat:write.public, a public channel needs no membership.

        Raises:
            Wrong: channel_not_found, not_in_channel or is_archived.
        """
        if channel in self.workspace.users:
            return self.workspace.dm(channel)
        known = self.seen(channel)
        if not self._inside(known) and "chat:write.public" not in self.workspace.config.app.scopes:
            raise Wrong("not_in_channel")
        return self._open_one(known)

    def _inside(self, known: Json) -> bool:
        return self.workspace.config.bot_user in known["members"]

    def _open_one(self, known: Json) -> Json:
        if known["is_archived"]:
            raise Wrong("is_archived")
        return known

    def _open(self, a: Json) -> Json:
        if a.get("channel"):
            return {"channel": self.seen(a["channel"])}
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
            and (self._inside(c) or is_of(c, "public_channel"))
        ]
        return page(shown, "channels", a)

    def _public(self, a: Json) -> Json:
        known = self.seen(a["channel"])
        if not known["is_channel"]:
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
        channel = self.workspace.new_channel(self._named(a), [self.workspace.config.bot_user])
        return {"channel": channel}

    def _rename(self, a: Json) -> Json:
        known = self._public(a)
        known["name"] = self._named(a)
        self.workspace.changed()
        return {"channel": known}

    def _archived(self, a: Json, archived: bool) -> Json:
        known = self.seen(a["channel"])
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
        self.joined(a["channel"])
        if self.workspace.find(a["channel"], a["ts"]) is None:
            raise Wrong("invalid_timestamp")
        return {}
