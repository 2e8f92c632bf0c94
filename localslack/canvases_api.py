"""The Web API's methods for canvases: made, and opened to people and channels.

Source: docs.slack.dev/reference/methods/canvases.create, canvases.access.set and conversations.canvases.create.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from localslack.api_error import Wrong
from localslack.channels import Channels
from localslack.file_object import described
from localslack.workspace import Json, Method, Workspace

LONGEST = 1_048_576  # characters of Markdown
MOST_NAMED = 20  # people or channels of one call
LEVELS = ("read", "write", "owner")


@dataclass(frozen=True, slots=True)
class Canvases:
    """The methods of the Web API for canvases. A canvas is a file of a kind of its own."""

    workspace: Workspace
    channels: Channels
    base: str

    def methods(self) -> Mapping[str, Method]:
        """Return the function that answers each method, by the method's name."""
        return {
            "canvases.create": self._create,
            "canvases.access.set": self._share,
            "conversations.canvases.create": self._create_in_channel,
        }

    def _create(self, a: Json) -> Json:
        self._check_plan()
        if self.workspace.config.canvases == "free" and not a.get("channel_id"):
            raise Wrong("free_teams_cannot_create_non_tabbed_canvases")
        tab = self.channels.joined(str(a["channel_id"])) if a.get("channel_id") else None
        if tab is not None and self.workspace.config.canvases == "free" and self._tabs(tab["id"]):
            raise Wrong("free_team_canvas_tab_already_exists")
        return {"canvas_id": self._new(a, tab["id"] if tab else "")}

    def _create_in_channel(self, a: Json) -> Json:
        self._check_plan()
        place = self.channels.joined(str(a["channel_id"]))
        if self._tabs(place["id"]):
            raise Wrong("channel_canvas_already_exists")
        return {"canvas_id": self._new(a, place["id"])}

    def _check_plan(self) -> None:
        if self.workspace.config.canvases == "off":
            raise Wrong("canvas_disabled_user_team")

    def _tabs(self, channel: str) -> list[str]:
        return [id_ for id_, file in self.workspace.files.items() if file.get("tabbed_in") == channel]

    def _new(self, a: Json, channel: str) -> str:
        content = a.get("document_content") or {"type": "markdown", "markdown": ""}
        if not isinstance(content, dict) or content.get("type") != "markdown":
            raise Wrong("invalid_arguments", ["[ERROR] document_content: the only type is markdown"])
        if len(markdown := str(content["markdown"])) > LONGEST:
            raise Wrong("canvas_creation_failed", ["the content is too long"])
        config, canvas = self.workspace.config, self.workspace.id("F")
        address = f"{self.base}/docs/{config.team}/{canvas}"
        title = str(a.get("title") or "Untitled")
        file = described(canvas, title, len(markdown), config.bot_user, address)
        kind = {"mode": "quip", "filetype": "quip", "pretty_type": "Canvas", "mimetype": "application/vnd.slack-docs"}
        access = {channel: "write"} if channel else {}
        self.workspace.files[canvas] = {**file, **kind, "access": access, "tabbed_in": channel}
        self.workspace.canvases[canvas] = markdown
        self.workspace.changed()
        return canvas

    def _share(self, a: Json) -> Json:
        self._check_plan()
        canvas, level = str(a["canvas_id"]), str(a["access_level"])
        users, channels = _named(a.get("user_ids")), _named(a.get("channel_ids"))
        if level not in LEVELS or bool(users) == bool(channels) or len(users or channels) > MOST_NAMED:
            raise Wrong("invalid_parameters")
        if canvas not in self.workspace.canvases:
            raise Wrong("canvas_not_found")
        for channel in channels:  # “Channel IDs of direct messages are not accepted”
            if self.channels.joined(channel)["is_im"] or self.workspace.channels[channel]["is_mpim"]:
                raise Wrong("channel_not_found")
        if unknown := [user for user in users if user not in self.workspace.users]:
            raise Wrong("user_not_found", [f"[ERROR] {unknown[0]}"])
        self.workspace.files[canvas]["access"] |= dict.fromkeys(users or channels, level)
        self.workspace.changed()
        return {}


def _named(value: object) -> list[str]:
    """Return the ids of an argument: a list, JSON text of one, or ids with commas between, as a form holds them."""
    if isinstance(value, str):
        value = json.loads(value) if value.startswith("[") else value.split(",")
    return [str(one) for one in value if one] if isinstance(value, list) else []
