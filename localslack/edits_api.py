"""The Web API's methods that change messages of the app, or delete them."""

import copy
import time
from collections.abc import Mapping
from dataclasses import dataclass

from localslack.api_error import Wrong
from localslack.channels import Channels
from localslack.echo import Echo
from localslack.message_content import UPDATED, content_of
from localslack.workspace import Json, Method, Workspace, named_blocks


@dataclass(frozen=True, slots=True)
class Edits:
    """The methods of the Web API that change messages of the app."""

    workspace: Workspace
    channels: Channels
    echo: Echo

    def methods(self) -> Mapping[str, Method]:
        """Return the function that answers each method, by the method's name."""
        return {"chat.update": self._update, "chat.delete": self._delete}

    def _update(self, a: Json) -> Json:
        message = self._mine(a, "cant_update_message")
        before = copy.deepcopy(message)
        replace(message, content_of(self.workspace, a, UPDATED))
        self.echo.changed(before, message)
        self.workspace.changed()
        return {"channel": a["channel"], "ts": a["ts"], "text": message["text"], "message": message}

    def _delete(self, a: Json) -> Json:
        message = self._mine(a, "cant_delete_message")
        self.workspace.messages[message["channel"]].remove(message)
        self.echo.deleted(message)
        self.workspace.changed()
        return {"channel": a["channel"], "ts": a["ts"]}

    def _mine(self, a: Json, refusal: str) -> Json:
        message = self.workspace.find(self.channels.seen(a["channel"])["id"], a["ts"])
        if message is None:
            raise Wrong("message_not_found")
        if message["user"] != self.workspace.config.bot_user:
            raise Wrong(refusal)
        return message


def replace(message: Json, content: Json) -> None:
    """Give a message new text and blocks in place, and mark it as edited."""
    named_blocks(content.get("blocks") or ())
    message.update({k: v for k, v in content.items() if k in ("text", "blocks")}, edited={"ts": f"{time.time():.6f}"})
