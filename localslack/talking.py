"""What people say and do in conversations, and what the app hears of it."""

import re
import uuid
from dataclasses import dataclass

from localslack.delivery import Answer, Delivery
from localslack.escaping import escape
from localslack.payloads import NotPossible, Payloads
from localslack.workspace import Json, Workspace


@dataclass(frozen=True, slots=True)
class Talking:
    """What people say and do in conversations."""

    workspace: Workspace
    delivery: Delivery
    payloads: Payloads

    async def message(
        self, channel: str, user: str, text: str, thread: str | None = None, files: list[Json] | None = None
    ) -> tuple[Json, list[Answer]]:
        """Post a message of a person, and return it with the app's answers.
        The app gets the event where it is a member and its manifest subscribes to it.
        """
        self.workspace.open_first(user, channel)
        self.payloads.place(channel)
        person = self.payloads.person(user)
        message = self.workspace.say(
            channel,
            {
                "user": user,
                "client_msg_id": str(uuid.uuid4()),
                "text": escape(self.workspace, text, labels=False),
                "team": person["team_id"],
                **({"thread_ts": thread, "parent_user_id": self._author(channel, thread)} if thread else {}),
                "blocks": [typed(text)],
                **(shared(files) if files else {}),
            },
        )
        if self.workspace.config.bot_user not in self.workspace.channels[channel]["members"]:
            return message, []
        return message, await self._hear(channel, message, person["team_id"])

    def _author(self, channel: str, thread: str) -> str:
        parent = self.workspace.find(channel, thread)
        return str(parent["user"]) if parent else ""

    async def _hear(self, channel: str, message: Json, team: str) -> list[Answer]:
        """Deliver a message as the events that Slack makes of it: a mention is one of its own."""
        config, place = self.workspace.config, self.workspace.channels[channel]
        foreign = {"user_team": team, "source_team": team} if team != config.team else {}
        event = {**message, "event_ts": message["ts"], **foreign}
        if event.get("files"):
            del event["team"]  # Slack leaves it out there (github.com/slackapi/slack-api-specs/issues/62)
        answers = []
        if f"<@{config.bot_user}" in message["text"] and not place["is_im"]:
            answers.append(await self.delivery.event({**event, "type": "app_mention"}))
        answers.append(await self.delivery.event({**event, "channel_type": kind_of(place)}))
        return answers

    async def open_home(self, user: str, tab: str = "home") -> Answer:
        """Open the app's Home or another of its tabs for a person, and return the app's answer to the event."""
        self.payloads.person(user)
        home = {"view": self.workspace.homes[user]} if tab == "home" and user in self.workspace.homes else {}
        event = {"type": "app_home_opened", "user": user, "channel": self.workspace.dm(user)["id"], "tab": tab}
        return await self.delivery.event({**event, **home, "event_ts": self.workspace.ts()})

    async def reaction(self, channel: str, ts: str, user: str, name: str, present: bool) -> Answer | None:
        """Add an emoji to a message or remove it; None when the app is not a member and gets no event."""
        message = self.workspace.find(channel, ts)
        if message is None:
            raise NotPossible(f"there is no message {ts} in {channel}")
        before = {r["name"]: r["users"] for r in message.get("reactions", [])}
        users = [u for u in before.get(name, []) if u != user] + ([user] if present else [])
        after = {**before, name: users}
        message["reactions"] = [{"name": n, "users": us, "count": len(us)} for n, us in after.items() if us]
        self.workspace.changed()
        if self.workspace.config.bot_user not in self.workspace.channels[channel]["members"]:
            return None
        event = {
            "type": "reaction_added" if present else "reaction_removed",
            "user": user,
            "reaction": name,
            "item": {"type": "message", "channel": channel, "ts": ts},
            "item_user": message["user"],
        }
        return await self.delivery.event({**event, "event_ts": self.workspace.ts()})

    async def invite(self, channel: str, user: str, text: str, present: bool) -> Answer:
        """Put the app or a person into a conversation, or take them out of it, as /invite and /remove do."""
        place, name = self.workspace.channels[channel], text.strip().lstrip("@").lower()
        match = re.fullmatch(r"<@(\w+)(?:\|[^>]*)?>", text.strip())
        invited = next(
            (u for u in self.workspace.users.values() if u["name"].lower() == name or match and u["id"] == match[1]),
            None,
        )
        if invited is None or place["is_im"]:
            raise NotPossible(f"/invite needs someone of this workspace, in a channel: {text!r}")
        members = [m for m in place["members"] if m != invited["id"]]
        place["members"] = [*members, invited["id"]] if present else members
        self.workspace.changed()
        event = {"type": "member_joined_channel" if present else "member_left_channel", "user": invited["id"]}
        more = {"channel": channel, "channel_type": "G" if place["is_private"] else "C", "team": invited["team_id"]}
        return await self.delivery.event({**event, **more, "inviter": user, "event_ts": self.workspace.ts()})


def typed(text: str) -> Json:
    """Return typed text as the rich text block that Slack's composer makes of it."""
    words = {"type": "rich_text_section", "elements": [{"type": "text", "text": text or " "}]}
    return {"type": "rich_text", "block_id": uuid.uuid4().hex[:5], "elements": [words]}


def shared(files: list[Json]) -> Json:
    """Return the fields that a message with files has beside its text."""
    return {"files": files, "subtype": "file_share", "upload": False, "display_as_bot": False}


def kind_of(place: Json) -> str:
    """Return a conversation's kind in the words of message events."""
    if place["is_im"] or place["is_mpim"]:
        return "im" if place["is_im"] else "mpim"
    return "group" if place["is_private"] else "channel"
