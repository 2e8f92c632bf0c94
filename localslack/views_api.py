"""The Web API's methods for views: modals and the Home tab."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from localslack.api_error import Wrong
from localslack.delivery import Delivery
from localslack.modals import Modals
from localslack.view_limits import DEPTH, view_error
from localslack.workspace import Json, Method, Workspace


@dataclass(frozen=True, slots=True)
class Views:
    """The methods of the Web API for modals and the Home tab."""

    workspace: Workspace
    delivery: Delivery
    modals: Modals

    def methods(self) -> Mapping[str, Method]:
        """Return the function that answers each method, by the method's name."""
        return {
            "views.open": self._view_open,
            "views.push": self._view_push,
            "views.update": self._view_update,
            "views.publish": self._publish,
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
        view = self.modals.made(self._checked(a["view"], "modal"))
        stack = self.workspace.views.setdefault(user, [])
        if not push:
            stack.clear()
        if len(stack) >= DEPTH:
            raise Wrong("push_limit_reached")
        if push and stack:
            view |= {"previous_view_id": stack[-1]["id"], "root_view_id": stack[0]["id"]}
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
        made = self.modals.made(self._checked(a["view"]), old["id"]) | _lineage(old)
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
        if not self.workspace.config.app.home_tab:
            raise Wrong("not_enabled")
        if user not in self.workspace.users:
            raise Wrong("user_not_found")
        old = self.workspace.homes.get(user)
        if a.get("hash") and old is not None and a["hash"] != old["hash"]:
            raise Wrong("hash_conflict")
        home = self.modals.made(self._checked(a["view"], "home"), old["id"] if old else None)
        self.workspace.homes[user] = home
        self.workspace.changed()
        return {"view": home}


def _lineage(view: Json) -> Json:
    """Return where a view lies on the stack."""
    return {key: view[key] for key in ("previous_view_id", "root_view_id")}
