"""The Web API's methods for views and files."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from localslack.channels_api import Channels
from localslack.delivery import Delivery
from localslack.limits import DEPTH, view_error
from localslack.modals import Modals
from localslack.paging import page
from localslack.workspace import Json, Method, Workspace
from localslack.wrong import Wrong


@dataclass(frozen=True, slots=True)
class Views:
    workspace: Workspace
    delivery: Delivery
    modals: Modals
    channels: Channels

    def methods(self) -> Mapping[str, Method]:
        return {
            "views.open": self._view_open,
            "views.push": self._view_push,
            "views.update": self._view_update,
            "views.publish": self._publish,
            "files.getUploadURLExternal": self._upload_url,
            "files.completeUploadExternal": self._upload_done,
            "files.info": self._file_info,
            "files.list": self._file_list,
            "files.delete": self._file_delete,
        }

    def _checked(self, view: Any, kind: str = "") -> Json:
        wrong = view_error(view, kind)
        if wrong is not None:
            raise Wrong(*wrong)
        return dict(view)

    def _opened(self, a: Json, push: bool) -> Json:
        user, error = self.delivery.use_trigger(a["trigger_id"])
        if user is None:
            raise Wrong(error)
        view = self.modals.made(self._checked(a["view"], "modal"), user)
        stack = self.workspace.views.setdefault(user, [])
        if not push:
            stack.clear()
        if len(stack) >= DEPTH:
            raise Wrong("push_limit_reached")
        if push and stack:
            view["previous_view_id"] = stack[-1]["id"]
        stack.append(view)
        self.workspace.changed()
        return {"view": view}

    def _view_open(self, a: Json) -> Json:
        return self._opened(a, push=False)

    def _view_push(self, a: Json) -> Json:
        return self._opened(a, push=True)

    def _view_update(self, a: Json) -> Json:
        found = self.workspace.view(a["view_id"] if "external_id" not in a else self._external(a["external_id"]))
        if found is None:
            raise Wrong("not_found")
        if a.get("hash") and a["hash"] != found[1]["hash"]:
            raise Wrong("hash_conflict")
        user, old = found
        made = self.modals.made(self._checked(a["view"]), user, old["id"])
        stack = self.workspace.views.get(user, [])
        self.workspace.views[user] = [made if v["id"] == old["id"] else v for v in stack]
        self.workspace.changed()
        return {"view": made}

    def _external(self, name: Any) -> str:
        """The id of the view that the app gave a name of its own."""
        views = [v for stack in self.workspace.views.values() for v in stack]
        return next((str(v["id"]) for v in views if v.get("external_id") == name), "")

    def _publish(self, a: Json) -> Json:
        user = a["user_id"]
        if user not in self.workspace.users:
            raise Wrong("user_not_found")
        old = self.workspace.homes.get(user)
        made = self.modals.made(self._checked(a["view"], "home"), user, old["id"] if old else None)
        self.workspace.homes[user] = made
        self.workspace.changed()
        return {"view": made}

    def _upload_url(self, a: Json) -> Json:
        file_id = self.workspace.id("F")
        self.workspace.files[file_id] = {"id": file_id, "name": str(a["filename"]), "size": int(a["length"])}
        return {"upload_url": f"{self.delivery.base}/_upload/{file_id}", "file_id": file_id}

    def _upload_done(self, a: Json) -> Json:
        done = []
        for given in a["files"]:
            file = self.workspace.files.get(given["id"])
            if file is None or given["id"] not in self.workspace.uploads:
                raise Wrong("file_not_found")
            file |= {
                "title": given.get("title", file["name"]),
                "url_private": f"{self.delivery.base}/_files/{file['id']}/{file['name']}",
            }
            done.append(file)
        if a.get("channel_id"):
            more = {"thread_ts": a["thread_ts"]} if a.get("thread_ts") else {}
            self.workspace.say(
                self.channels.writable(a["channel_id"])["id"],
                {
                    "user": self.workspace.config.bot_user,
                    "bot_id": self.workspace.config.bot_id,
                    "subtype": "file_share",
                    "text": a.get("initial_comment") or "",
                    "files": done,
                    **more,
                },
            )
        return {"files": done}

    def _file_info(self, a: Json) -> Json:
        file = self.workspace.files.get(a["file"])
        if file is None:
            raise Wrong("file_not_found")
        return {"file": file}

    def _file_list(self, a: Json) -> Json:
        held = [f for f in self.workspace.files.values() if f["id"] in self.workspace.uploads]
        return page([f for f in held if a.get("user") in (None, "", f.get("user"))], "files", a)

    def _file_delete(self, a: Json) -> Json:
        if self.workspace.files.pop(a["file"], None) is None:
            raise Wrong("file_not_found")
        self.workspace.uploads.pop(a["file"], None)
        for held in self.workspace.messages.values():
            for message in held:
                if message.get("files"):
                    message["files"] = [f for f in message["files"] if f["id"] != a["file"]]
        self.workspace.changed()
        return {}
