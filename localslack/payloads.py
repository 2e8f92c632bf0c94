"""What Slack sends when people act: commands, clicks, submissions and shortcuts, in Slack's own shapes.

Grid and Slack Connect are as measured: github.com/slackapi/bolt-js/issues/1875, java-slack-sdk/issues/1041,
bolt-python/issues/1229.
"""

import time
from dataclasses import dataclass

from localslack.delivery import Delivery
from localslack.escaping import escape, escaped
from localslack.filling import state
from localslack.used import used
from localslack.workspace import Json, Workspace


class NotPossible(Exception):
    """An action that this person could not do in Slack."""


@dataclass(frozen=True, slots=True)
class Payloads:
    """The payloads that Slack sends to the app when people act."""

    workspace: Workspace
    delivery: Delivery

    def person(self, user: str) -> Json:
        """Return a person as payloads name them.

        Raises:
            NotPossible: nobody has this id.
        """
        known = self.workspace.users.get(user)
        if known is None:
            raise NotPossible(f"there is no user {user}")
        return {"id": user, "username": known["name"], "name": known["name"], "team_id": known["team_id"]}

    def place(self, channel: str) -> Json:
        """Return a conversation as payloads name it; a private conversation has no name of its own there.

        Raises:
            NotPossible: there is no such conversation.
        """
        known = self.workspace.channels.get(channel)
        if known is None:
            raise NotPossible(f"there is no channel {channel}")
        name = "directmessage" if known["is_im"] else known["name"]
        return {"id": channel, "name": "privategroup" if known["is_channel"] and known["is_private"] else name}

    def command(self, channel: str, user: str, command: str, text: str, escapes: bool) -> Json:
        """Return the payload of a slash command; people and channels are escaped when the manifest asks for it."""
        config, person = self.workspace.config, self.person(user)
        return {
            "token": "x",
            "team_id": person["team_id"],
            "team_domain": "local",
            **self._enterprise_fields(),
            "channel_id": channel,
            "channel_name": self.place(channel)["name"],
            "user_id": user,
            "user_name": person["name"],
            "command": command,
            "text": escape(self.workspace, text) if escapes else text,
            "api_app_id": config.app_id,
            "is_enterprise_install": "true" if config.org_wide else "false",
            "response_url": self.delivery.response_url(channel, user, None, True),
            "trigger_id": self.delivery.trigger(user),
        }

    def click(self, channel: str, message: Json, user: str, action: Json, ephemeral: bool) -> Json:
        """Return the payload of a click on an element of a message."""
        ts, thread = message["ts"], message.get("thread_ts")
        container = {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": ephemeral}
        blocks = escaped(message.get("blocks") or [])
        action = used(action, blocks)
        return {
            "type": "block_actions",
            **self._base(user),
            "container": {**container, **({"thread_ts": thread} if thread else {})},
            "channel": self.place(channel),
            **({} if ephemeral else {"message": self._shown(message, blocks)}),
            "state": {"values": state(blocks, {}, action=action) or []},
            "response_url": self.delivery.response_url(channel, user, ts, ephemeral),
            "actions": [action],
        }

    def click_in_view(self, user: str, view: Json, action: Json) -> Json:
        """Return the payload of a click inside a modal or on Home; it has no response_url."""
        return {
            "type": "block_actions",
            **self._base(user, view=True),
            "container": {"type": "view", "view_id": view["id"]},
            "view": view,
            "actions": [used(action, view["blocks"])],
        }

    def submission(self, user: str, view: Json) -> Json:
        """Return the payload of a submitted modal."""
        return {"type": "view_submission", **self._base(user, view=True), "view": view, "response_urls": []}

    def closing(self, user: str, view: Json, cleared: bool = False) -> Json:
        """Return the payload of a closed modal; `cleared` means that all modals were closed at once."""
        base = self._base(user, view=True)
        del base["trigger_id"]
        return {"type": "view_closed", **base, "view": view, "is_cleared": cleared}

    def shortcut(self, user: str, callback_id: str) -> Json:
        """Return the payload of a global shortcut."""
        base = self._base(user)
        del base["api_app_id"]
        base["user"] = {k: v for k, v in base["user"].items() if k != "name"}
        return {"type": "shortcut", **base, "callback_id": callback_id, "action_ts": f"{time.time():.6f}"}

    def message_shortcut(self, user: str, callback_id: str, channel: str, message: Json) -> Json:
        """Return the payload of a message shortcut; its response_url also works where the app is not a member."""
        return {
            **self.shortcut(user, callback_id),
            "type": "message_action",
            "user": self.person(user),
            "channel": self.place(channel),
            "message": self._shown(message, message.get("blocks") or []),
            "message_ts": message["ts"],
            "response_url": self.delivery.response_url(channel, user, message["ts"], False),
        }

    def _shown(self, message: Json, blocks: list[Json]) -> Json:
        """Return a message as interactions carry it."""
        shown = {k: v for k, v in message.items() if k not in ("channel", "metadata")}
        return {"team": self.workspace.config.team, **shown, "blocks": blocks}

    def _base(self, user: str, view: bool = False) -> Json:
        config, person = self.workspace.config, self.person(user)
        away = view and not self._at_home(user)  # a modal of a shared channel names the person's own workspace
        team: Json | None = {"id": person["team_id"] if away else config.team, "domain": "local"}
        if config.enterprise and team is not None:
            team |= {"enterprise_id": config.enterprise, "enterprise_name": "Local organisation"}
        return {
            "team": None if config.org_wide else team,
            "enterprise": {"id": config.enterprise, "name": "Local organisation"} if config.enterprise else None,
            "is_enterprise_install": config.org_wide,
            "user": person,
            "api_app_id": config.app_id,
            "token": "x",
            "trigger_id": self.delivery.trigger(user),
        }

    def _at_home(self, user: str) -> bool:
        """Whether a person is of this workspace or of its organisation."""
        known, here = self.workspace.users[user], self.workspace.config.team
        teams = (known.get("enterprise_user") or {}).get("teams")
        return bool(here in teams if teams else known["team_id"] == here)

    def _enterprise_fields(self) -> Json:
        enterprise = self.workspace.config.enterprise
        return {"enterprise_id": enterprise, "enterprise_name": "Local organisation"} if enterprise else {}
