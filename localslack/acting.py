"""What people do in Slack, and what they see of the app's answers: commands, clicks, forms, messages."""

from dataclasses import dataclass, field
from typing import Any

from localslack import submissions
from localslack.delivery import Answer, Delivery
from localslack.filling import state
from localslack.limits import message_error
from localslack.modals import TROUBLE, Modals
from localslack.payloads import NotPossible, Payloads
from localslack.reserved import RESERVED
from localslack.talking import Talking
from localslack.workspace import Json, Workspace

NOT_ANSWERED = "This app did not respond. Please try again."
FAILED = "{} failed with the error “{}”"
NO_COMMAND = "{} is not a valid command. In Slack, all your messages that start with “/” are commands."
NOT_INTERACTIVE = "This app is not configured to handle interactive responses."


@dataclass(slots=True, kw_only=True)
class Acting:
    """The actions of people in Slack: each one sends the app a payload and returns the app's answer."""

    workspace: Workspace
    delivery: Delivery
    modals: Modals
    payloads: Payloads = field(init=False)
    talking: Talking = field(init=False)

    def __post_init__(self) -> None:
        self.payloads = Payloads(self.workspace, self.delivery)
        self.talking = Talking(self.workspace, self.delivery, self.payloads)

    async def command(self, channel: str, user: str, command: str, text: str) -> Answer:
        """Run a slash command of the app, if its manifest has it, or one of the few of Slack's own that matter here."""
        self.payloads.person(user)
        self.workspace.open_first(user, channel)
        self._check_reads(channel, user)
        if command in ("/invite", "/remove"):
            return await self.talking.invite(channel, user, text, present=command == "/invite")
        if command.lstrip("/") in RESERVED:
            raise NotPossible(f"{command} belongs to Slack itself")
        app = self.workspace.config.app
        row = next((c for c in app.commands if c["command"] == command), None)
        if row is None or "commands" not in app.scopes:
            self._slackbot(user, channel, NO_COMMAND.format(command))
            return Answer(200, "", 0.0)
        payload = self.payloads.command(channel, user, command, text, bool(row.get("should_escape")))
        answer = await self.delivery.send("command", payload)
        if not answer.ok:
            why = "operation_timeout" if answer.status == 0 else "dispatch_failed"
            self._slackbot(user, channel, FAILED.format(command, why))
        elif answer.body:
            self._respond(answer.body, channel, user)
        return answer

    def _check_reads(self, channel: str, user: str) -> None:
        """Check that a person can read a channel.

        Raises:
            NotPossible: the person is not in this private conversation.
        """
        known = self.workspace.channels.get(channel)
        if known is None:
            raise NotPossible(f"there is no channel {channel}")
        if known["is_private"] and user not in known["members"]:
            raise NotPossible(f"{user} is not in {channel}")

    def _respond(self, body: Any, channel: str, user: str) -> None:
        answer = body if isinstance(body, dict) else {"text": str(body)}
        wrong = message_error(answer.get("blocks") or [])
        if wrong is not None:
            self._slackbot(user, channel, f"The answer can't be shown: {wrong[0]} {'; '.join(wrong[1])[:300]}")
            return
        text, blocks = answer.get("text", ""), answer.get("blocks") or []
        message = {"user": self.workspace.config.bot_user, "text": text, "blocks": blocks}
        if answer.get("response_type") == "in_channel":
            self.workspace.say(channel, message)
        else:
            self.workspace.whisper(user, channel, message)

    def _slackbot(self, user: str, channel: str, text: str) -> None:
        self.workspace.whisper(user, channel, {"user": "USLACKBOT", "text": text, "failure": True})

    async def interact(self, channel: str, ts: str, user: str, action: Json) -> Answer:
        """Click an element of a message."""
        message = self.workspace.find(channel, ts)
        ephemeral = message is None
        message = message or self.workspace.ephemeral(user, ts)
        if message is None:
            raise NotPossible(f"there is no message {ts} in {channel}")
        if not self.workspace.config.app.interactivity:
            self._slackbot(user, channel, NOT_INTERACTIVE)
            return Answer(200, "", 0.0)
        payload = self.payloads.click(channel, message, user, action, ephemeral)
        answer = await self.delivery.send("interaction", payload)
        if not answer.ok:
            self._slackbot(user, channel, NOT_ANSWERED)
        return answer

    async def view_action(self, user: str, view_id: str, action: Json, values: Json) -> Answer:
        """Click an element of a modal or of Home; what is filled in beside it goes along."""
        known = self.workspace.view(view_id)
        if known is None:
            raise NotPossible(f"no view {view_id} is open")
        view = known[1]
        view["state"] = {"values": self._filled(view, values, action) or []}
        answer = await self.delivery.send(
            "interaction", self.payloads.click_in_view(user, self.modals.shown(view), action)
        )
        if not answer.ok and view.get("type") == "modal":
            self.modals.failed(view, NOT_ANSWERED)
        elif not answer.ok:
            self._slackbot(user, self.workspace.dm(user)["id"], NOT_ANSWERED)
        return answer

    async def submit(self, user: str, view_id: str, values: Json, forged: bool = False) -> Answer:
        """Submit a modal, and carry out the response_action of the app's answer.

        Args:
            forged: whether it is sent by no client of Slack's, which looks at the fields first.
        """
        known = self.workspace.view(view_id)
        if known is None or known[0] != user:
            raise NotPossible(f"no view {view_id} is open for {user}")
        view = known[1]
        view["state"] = {"values": self._filled(view, values)}
        if not forged and (faults := submissions.faults(view, view["state"]["values"])):
            view["errors"] = faults
            self.workspace.changed()
            raise NotPossible(f"Slack does not send this form: {faults}")
        answer = await self.delivery.send("interaction", self.payloads.submission(user, self.modals.shown(view)))
        if answer.ok:
            self.modals.submitted(user, view, answer.body if isinstance(answer.body, dict) else {})
        else:
            view["errors"] = {"": TROUBLE}
        self.workspace.changed()
        return answer

    def _filled(self, view: Json, values: Json, action: Json | None = None) -> Json:
        return state(view["blocks"], values, self.workspace.config.escaped_inputs, action)

    async def close(self, user: str, view_id: str, every: bool = False) -> Answer:
        """Close a modal, or every one of a person's, and tell the app of each view that asks for that.

        A view that clears on close takes the whole stack with it.
        """
        closed = self.modals.close(user, view_id, every)
        answer = Answer(200, "", 0.0)
        for view in closed:
            if view.get("notify_on_close"):
                payload = self.payloads.closing(user, self.modals.shown(view), cleared=every or len(closed) > 1)
                answer = await self.delivery.send("interaction", payload)
        return answer

    async def shortcut(self, user: str, callback_id: str, channel: str | None, ts: str | None) -> Answer:
        """Run a global shortcut, or a shortcut of one message, if the manifest has it."""
        payload = self.payloads.shortcut(user, callback_id)
        if channel and ts:
            message = self.workspace.find(channel, ts)
            if message is None:
                raise NotPossible(f"there is no message {ts} in {channel}")
            payload = self.payloads.message_shortcut(user, callback_id, channel, message)
        if callback_id not in {s["callback_id"] for s in self.workspace.config.app.shortcuts}:
            raise NotPossible(f"the manifest has no shortcut {callback_id}")
        answer = await self.delivery.send("interaction", payload)
        if not answer.ok:
            self._slackbot(user, channel or self.workspace.dm(user)["id"], NOT_ANSWERED)
        return answer
