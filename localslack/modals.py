"""Views as Slack keeps them: made, stacked, and what an answer to a submission does to the stack."""

import secrets
import time
from dataclasses import dataclass

from localslack.view_limits import DEPTH, view_error
from localslack.workspace import Json, Workspace, named_blocks

HOME_TITLE: Json = {"type": "plain_text", "text": "View Title", "emoji": True}  # of every Home, says Slack

TROUBLE = "We had some trouble connecting. Try again?"


@dataclass(frozen=True, slots=True)
class Modals:
    """The modals that people have open, and what happens to them."""

    workspace: Workspace

    def made(self, view: Json, view_id: str | None = None) -> Json:
        """Return an app's view with the ids and defaults that Slack adds."""
        config = self.workspace.config
        view_kept = {
            "id": view_id or self.workspace.id("V"),
            "team_id": config.team,
            "app_id": config.app_id,
            "app_installed_team_id": config.team,
            "bot_id": config.bot_id,
            "state": {"values": []},
            "hash": f"{time.time():.6f}.{secrets.token_hex(4)}",
            "callback_id": "",
            "private_metadata": "",
            "external_id": "",
            "title": None if view["type"] == "modal" else HOME_TITLE,
            "submit": None,
            "close": None,
            "clear_on_close": False,
            "notify_on_close": False,
            "previous_view_id": None,
            **view,
        }
        view_kept["root_view_id"] = view_kept["id"]
        named_blocks(view_kept["blocks"])
        return view_kept

    def submitted(self, user: str, view: Json, body: Json) -> None:
        """Carry out the response_action of the app's answer to a submission."""
        stack = self.workspace.views.get(user, [])
        action = body.get("response_action")
        view.pop("errors", None)
        if action == "errors" and (strange := _not_fields(view, body.get("errors"))):
            view["errors"] = {"": f"{TROUBLE} The app's errors name no field of this view: {', '.join(strange)}"}
        elif action == "errors":
            view["errors"] = body["errors"]
        elif action in ("update", "push") and (wrong := view_error(body.get("view"), "modal")):
            view["errors"] = {"": f"The app's answer can't be shown: {wrong[0]} {'; '.join(wrong[1])[:300]}"}
        elif action == "update":
            stack[stack.index(view)] = self.made(body["view"], view["id"])
        elif action == "push" and len(stack) >= DEPTH:
            view["errors"] = {"": f"The app's answer can't be shown: at most {DEPTH} views lie on one another"}
        elif action == "push":
            stack.append(
                {**self.made(body["view"]), "previous_view_id": view["id"], "root_view_id": view["root_view_id"]}
            )
        elif action == "clear":
            stack.clear()
        else:
            stack.remove(view)

    def shown(self, view: Json) -> Json:
        """Return a view as payloads carry it, without what only the page shows."""
        return {k: v for k, v in view.items() if k != "errors"}

    def failed(self, view: Json, text: str) -> None:
        """Show an error in a modal because the app did not answer."""
        view["errors"] = {"": text}
        view["hash"] = f"{time.time():.6f}.{secrets.token_hex(4)}"
        self.workspace.changed()

    def close(self, user: str, view_id: str, every: bool = False) -> list[Json]:
        """Close one modal of a person, or all of them; return those that were closed, the topmost first."""
        stack = self.workspace.views.get(user, [])
        named = [view for view in stack if view["id"] == view_id]
        whole = every or any(view.get("clear_on_close") for view in named)
        closed = [*reversed(stack)] if whole else named
        self.workspace.views[user] = [view for view in stack if view not in closed]
        self.workspace.changed()
        return closed


def _not_fields(view: Json, errors: object) -> list[str]:
    """Return what an app's errors name that is no input block of the view; Slack shows errors at those alone.

    Source: docs.slack.dev/surfaces/modals, "Displaying errors in views". That none at all is refused is unverified.
    """
    fields = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    named = errors if isinstance(errors, dict) else {}
    return [str(name) for name, why in named.items() if name not in fields or not isinstance(why, str)] or (
        [] if named else ["nothing"]
    )
