"""What people do in Slack, turned into what Slack sends to the app: commands, clicks, forms, messages."""

import time
from dataclasses import dataclass
from typing import Any

from localslack.delivery import Answer, Delivery
from localslack.escaping import escape
from localslack.filling import action_ids, state
from localslack.limits import message_error
from localslack.modals import Modals
from localslack.workspace import Json, Workspace

RESERVED = frozenset(
    [
        "archive",
        "away",
        "call",
        "collapse",
        "dnd",
        "expand",
        "feed",
        "feedback",
        "invite",
        "join",
        "leave",
        "me",
        "mute",
        "msg",
        "dm",
        "open",
        "part",
        "prefs",
        "remind",
        "remove",
        "rename",
        "reply",
        "search",
        "shrug",
        "star",
        "status",
        "topic",
        "who",
        "apps",
        "shortcuts",
        "active",
        "invite_people",
    ]
)
NOT_ANSWERED = "This app did not respond. Please try again."
FAILED = "{} failed with the error “{}”"


class NotPossible(Exception):
    """A person could not do that in Slack."""


@dataclass(frozen=True, slots=True)
class Acting:
    workspace: Workspace
    delivery: Delivery
    modals: Modals

    def _who(self, user: str) -> Json:
        found = self.workspace.users.get(user)
        if found is None:
            raise NotPossible(f"there is no user {user}")
        return {"id": user, "username": found["name"], "name": found["name"], "team_id": found["team_id"]}

    def _where(self, channel: str) -> Json:
        found = self.workspace.channels.get(channel)
        if found is None:
            raise NotPossible(f"there is no channel {channel}")
        return {"id": channel, "name": "directmessage" if found.get("is_im") else found["name"]}

    def _base(self, user: str) -> Json:
        config = self.workspace.config
        return {
            "team": {"id": config.team, "domain": "local"},
            "user": self._who(user),
            "api_app_id": config.app_id,
            "token": "x",
            "is_enterprise_install": False,
            "enterprise": None,
            "trigger_id": self.delivery.trigger(user),
        }

    async def command(self, channel: str, user: str, command: str, text: str) -> Answer:
        """A slash command, with mentions and channels escaped as the manifest asks for."""
        if command.lstrip("/") in RESERVED:
            raise NotPossible(f"{command} belongs to Slack itself")
        config, where = self.workspace.config, self._where(channel)
        payload = {
            "token": "x",
            "team_id": config.team,
            "team_domain": "local",
            "channel_id": channel,
            "channel_name": where["name"],
            "user_id": user,
            "user_name": self._who(user)["name"],
            "command": command,
            "text": escape(self.workspace, text) if self._escapes(command) else text,
            "api_app_id": config.app_id,
            "is_enterprise_install": "false",
            "trigger_id": self.delivery.trigger(user),
            "response_url": self.delivery.response_url(channel, user, None, True),
        }
        answer = await self.delivery.send("command", payload)
        if not answer.ok:
            why = "operation_timeout" if answer.status == 0 else "dispatch_failed"
            self._slackbot(user, channel, FAILED.format(command, why))
        elif answer.body:
            self._respond(answer.body, channel, user)
        return answer

    def _escapes(self, command: str) -> bool:
        """Whether the app's manifest asks for ids in the place of names."""
        known = next((c for c in self.workspace.config.commands if c["command"] == command), {})
        return bool(known.get("should_escape", True))

    def _respond(self, body: Any, channel: str, user: str) -> None:
        said = body if isinstance(body, dict) else {"text": str(body)}
        wrong = message_error(said.get("blocks") or [])
        if wrong is not None:
            self._slackbot(user, channel, f"The answer can't be shown: {wrong[0]} {'; '.join(wrong[1])[:300]}")
            return
        message = {
            "user": self.workspace.config.bot_user,
            "text": said.get("text", ""),
            "blocks": said.get("blocks") or [],
        }
        if said.get("response_type") == "in_channel":
            self.workspace.say(channel, message)
        else:
            self.workspace.whisper(user, channel, message)

    def _slackbot(self, user: str, channel: str, text: str) -> None:
        self.workspace.whisper(user, channel, {"user": "USLACKBOT", "text": text, "failure": True})

    async def interact(self, channel: str, ts: str, user: str, action: Json) -> Answer:
        """A click on a message's element."""
        message = self.workspace.find(channel, ts)
        ephemeral = message is None
        message = message or self.workspace.ephemeral(user, ts)
        if message is None:
            raise NotPossible(f"there is no message {ts} in {channel}")
        container = {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": ephemeral}
        payload = {
            "type": "block_actions",
            **self._base(user),
            "container": container,
            "channel": self._where(channel),
            "actions": [self._action(action, message.get("blocks") or ())],
            "state": {"values": {}},
            "response_url": self.delivery.response_url(channel, user, ts, ephemeral),
            **({} if ephemeral else {"message": message}),
        }
        answer = await self.delivery.send("interaction", payload)
        if not answer.ok:
            self._slackbot(user, channel, NOT_ANSWERED)
        return answer

    def _action(self, action: Json, blocks: Any) -> Json:
        block_id = action.get("block_id") or next(
            (b.get("block_id") for b in blocks if action.get("action_id") in action_ids(b)), ""
        )
        return {"type": "button", "action_ts": f"{time.time():.6f}", **action, "block_id": block_id}

    async def view_action(self, user: str, view_id: str, action: Json) -> Answer:
        """A click inside a modal or on Home."""
        found = self.workspace.view(view_id)
        if found is None:
            raise NotPossible(f"no view {view_id} is open")
        payload = {
            "type": "block_actions",
            **self._base(user),
            "container": {"type": "view", "view_id": view_id},
            "view": found[1],
            "actions": [self._action(action, found[1]["blocks"])],
        }
        answer = await self.delivery.send("interaction", payload)
        if not answer.ok and found[1].get("type") == "modal":
            found[1]["errors"] = {"": NOT_ANSWERED}
            found[1]["hash"] = f"{time.time():.6f}.x"
            self.workspace.changed()
        elif not answer.ok:
            self._slackbot(user, self.workspace.dm(user)["id"], NOT_ANSWERED)
        return answer

    async def submit(self, user: str, view_id: str, values: Json) -> Answer:
        """Send a modal in; the answer's response_action is carried out."""
        found = self.workspace.view(view_id)
        if found is None or found[0] != user:
            raise NotPossible(f"no view {view_id} is open for {user}")
        view = found[1]
        view["state"] = {"values": state(view, values)}
        payload = {"type": "view_submission", **self._base(user), "view": view, "response_urls": []}
        answer = await self.delivery.send("interaction", payload)
        if answer.ok:
            self.modals.submitted(user, view, answer.body if isinstance(answer.body, dict) else {})
        else:
            view["errors"] = {"": "We had some trouble connecting. Try again?"}
        self.workspace.changed()
        return answer

    async def close(self, user: str, view_id: str) -> Answer:
        """Close a modal; the app hears of it where the view asks for that."""
        found = self.workspace.view(view_id)
        self.modals.close(user, view_id)
        if found is None or not found[1].get("notify_on_close"):
            return Answer(200, "", 0.0)
        payload = {"type": "view_closed", **self._base(user), "view": found[1], "is_cleared": False}
        return await self.delivery.send("interaction", payload)

    async def shortcut(self, user: str, callback_id: str, channel: str | None, ts: str | None) -> Answer:
        """A global shortcut, or one of a message."""
        payload = {
            "type": "shortcut",
            **self._base(user),
            "callback_id": callback_id,
            "action_ts": f"{time.time():.6f}",
        }
        if channel and ts:
            message = self.workspace.find(channel, ts)
            if message is None:
                raise NotPossible(f"there is no message {ts} in {channel}")
            payload |= {
                "type": "message_action",
                "channel": self._where(channel),
                "message": message,
                "message_ts": ts,
                "response_url": self.delivery.response_url(channel, user, ts, False),
            }
        answer = await self.delivery.send("interaction", payload)
        if not answer.ok:
            self._slackbot(user, channel or self.workspace.dm(user)["id"], NOT_ANSWERED)
        return answer

    async def message(
        self, channel: str, user: str, text: str, thread: str | None = None, files: list[Json] | None = None
    ) -> tuple[Json, list[Answer]]:
        """Say something; the app hears it where it would in Slack."""
        self._where(channel)
        self._who(user)
        said = self.workspace.say(
            channel,
            {
                "user": user,
                "text": escape(self.workspace, text, labels=False),
                "team": self.workspace.config.team,
                **({"thread_ts": thread} if thread else {}),
                **({"files": files, "subtype": "file_share"} if files else {}),
            },
        )
        place = self.workspace.channels[channel]
        answers: list[Answer] = []
        bot = self.workspace.config.bot_user
        if bot in place["members"]:
            kind = "im" if place.get("is_im") else "channel"
            event = {**said, "event_ts": said["ts"], "channel_type": kind}
            if f"<@{bot}" in said["text"] and not place.get("is_im"):
                answers.append(await self.delivery.event({**event, "type": "app_mention"}))
            answers.append(await self.delivery.event(event))
        return said, answers

    async def open_home(self, user: str, tab: str = "home") -> Answer:
        self._who(user)
        return await self.delivery.event(
            {
                "type": "app_home_opened",
                "user": user,
                "channel": self.workspace.dm(user)["id"],
                "tab": tab,
                "event_ts": self.workspace.ts(),
                **({"view": self.workspace.homes[user]} if user in self.workspace.homes else {}),
            }
        )

    async def reaction(self, channel: str, ts: str, user: str, name: str, present: bool) -> Answer:
        message = self.workspace.find(channel, ts)
        if message is None:
            raise NotPossible(f"there is no message {ts} in {channel}")
        held = {r["name"]: r["users"] for r in message.get("reactions", [])}
        users = [u for u in held.get(name, []) if u != user] + ([user] if present else [])
        found = {**held, name: users}
        message["reactions"] = [{"name": n, "users": us, "count": len(us)} for n, us in found.items() if us]
        self.workspace.changed()
        return await self.delivery.event(
            {
                "type": "reaction_added" if present else "reaction_removed",
                "user": user,
                "reaction": name,
                "item": {"type": "message", "channel": channel, "ts": ts},
                "item_user": message["user"],
                "event_ts": self.workspace.ts(),
            }
        )
