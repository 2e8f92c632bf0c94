"""The Web API's methods for files: an upload in three steps, what is known of a file, and its end."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from localslack.api_error import Wrong
from localslack.channels import Channels
from localslack.echo import Echo
from localslack.file_object import described
from localslack.limits import message_error
from localslack.paging import page
from localslack.workspace import Json, Method, Workspace


@dataclass(frozen=True, slots=True)
class Files:
    """The methods of the Web API for files."""

    workspace: Workspace
    channels: Channels
    base: str
    echo: Echo

    def methods(self) -> Mapping[str, Method]:
        """Return the function that answers each method, by the method's name."""
        return {
            "files.getUploadURLExternal": self._ticket,
            "files.completeUploadExternal": self._complete,
            "files.info": self._info,
            "files.list": self._list,
            "files.delete": self._delete,
        }

    def _ticket(self, a: Json) -> Json:
        name, length = str(a["filename"]), int(a["length"])
        if not name or length < 1:
            raise Wrong("missing_argument")
        file_id = self.workspace.id("F")
        address = f"{self.base}/_files/{file_id}/{name}"
        self.workspace.files[file_id] = described(file_id, name, length, self.workspace.config.bot_user, address)
        return {"upload_url": f"{self.base}/_upload/{file_id}", "file_id": file_id}

    def _complete(self, a: Json) -> Json:
        place = self.channels.writable(a["channel_id"]) if a.get("channel_id") else None
        if a.get("thread_ts") and (place is None or self.workspace.find(place["id"], a["thread_ts"]) is None):
            raise Wrong("invalid_thread_ts" if place is None else "thread_not_found")
        _check_blocks(a.get("blocks") or [])
        files = [self._uploaded(entry) for entry in a["files"]]
        if place is not None:
            self._share(place["id"], files, a)
        return {"files": files}

    def _uploaded(self, entry: Json) -> Json:
        file = self.workspace.files.get(entry["id"])
        if file is None or entry["id"] not in self.workspace.uploads:
            raise Wrong("file_not_found")
        file |= {"title": entry.get("title", file["name"])}
        return file

    def _share(self, channel: str, files: list[Json], a: Json) -> None:
        """Show the files in a message of their own, which carries no metadata of the app's."""
        config = self.workspace.config
        comment = str(a.get("initial_comment") or "")
        more = {"thread_ts": a["thread_ts"]} if a.get("thread_ts") else {}
        blocks = {} if comment or not a.get("blocks") else {"blocks": a["blocks"]}
        by = {"user": config.bot_user, "bot_id": config.bot_id, "subtype": "file_share"}
        message = self.workspace.say(channel, {**by, "text": comment, "files": files, **blocks, **more})
        self.echo.posted(message)
        kind = "private" if self.workspace.channels[channel]["is_private"] else "public"
        for file in files:
            file.setdefault("shares", {}).setdefault(kind, {}).setdefault(channel, []).append({"ts": message["ts"]})

    def _info(self, a: Json) -> Json:
        file = self.workspace.files.get(a["file"])
        if file is None or not self.workspace.shows_app(file["id"]):
            raise Wrong("file_not_found")
        return {"file": file}

    def _list(self, a: Json) -> Json:
        files = [f for f in self.workspace.files.values() if f["id"] in self.workspace.uploads]
        return page([f for f in files if a.get("user") in (None, "", f.get("user"))], "files", a)

    def _delete(self, a: Json) -> Json:
        if self.workspace.files.pop(a["file"], None) is None:
            raise Wrong("file_not_found")
        self.workspace.uploads.pop(a["file"], None)
        for messages in self.workspace.messages.values():
            for message in messages:
                if message.get("files"):
                    message["files"] = [f for f in message["files"] if f["id"] != a["file"]]
        self.workspace.changed()
        return {}


def _check_blocks(blocks: Any) -> None:
    """Check the blocks above files.

    Raises:
        Wrong: something but rich text stands above the files. A markdown block ends in internal_error, measured:
            github.com/slackapi/python-slack-sdk/issues/1756; the error for other kinds is unverified.
    """
    if (wrong := message_error(blocks)) is not None:
        raise Wrong(*wrong)
    if strange := [block["type"] for block in blocks if block["type"] != "rich_text"]:
        name = "internal_error" if "markdown" in strange else "invalid_blocks"
        raise Wrong(name, [f"unsupported type: {strange[0]} [json-pointer:/blocks]"])
