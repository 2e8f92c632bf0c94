"""The Web API's methods for conversations themselves: made, named, described, put away."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass

from localslack.api_error import Wrong
from localslack.channels import Channels
from localslack.workspace import Json, Method, Workspace

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")


@dataclass(frozen=True, slots=True)
class Making:
    """The methods of the Web API that make and change conversations."""

    workspace: Workspace
    channels: Channels

    def methods(self) -> Mapping[str, Method]:
        """Return the function that answers each method, by the method's name."""
        return {
            "conversations.create": self._create,
            "conversations.rename": self._rename,
            "conversations.archive": lambda a: self._archived(a, True),
            "conversations.unarchive": lambda a: self._archived(a, False),
            "conversations.setTopic": lambda a: self._words(a, "topic"),
            "conversations.setPurpose": lambda a: self._words(a, "purpose"),
        }

    def _create(self, a: Json) -> Json:
        channel = self.workspace.new_channel(self._named(a), [self.workspace.config.bot_user])
        return {"channel": channel}

    def _rename(self, a: Json) -> Json:
        known = self.channels.public(a)
        known["name"] = self._named(a)
        self.workspace.changed()
        return {"channel": known}

    def _archived(self, a: Json, archived: bool) -> Json:
        known = self.channels.seen(a["channel"])
        if known["is_archived"] is archived:
            raise Wrong("already_archived" if archived else "not_archived")
        known["is_archived"] = archived
        self.workspace.changed()
        return {}

    def _words(self, a: Json, kind: str) -> Json:
        known = self.channels.public(a)
        if len(str(a[kind])) > 250:
            raise Wrong("too_long")
        set_at = int(time.time())
        known[kind] = {"value": a[kind], "creator": self.workspace.config.bot_user, "last_set": set_at}
        self.workspace.changed()
        return {"channel": known}

    def _named(self, a: Json) -> str:
        name = str(a["name"])
        if not NAME.fullmatch(name):
            raise Wrong("invalid_name_specials" if name else "invalid_name_required")
        if any(c["name"] == name for c in self.workspace.channels.values()):
            raise Wrong("name_taken")
        return name
