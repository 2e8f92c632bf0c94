"""People of other workspaces: colleagues of the same organisation are members, people of other companies are told.

A payload alone can't tell them apart (github.com/slackapi/bolt-js/issues/1875, java-slack-sdk/issues/1041): Slack is
asked who they are, and while it does not say, nothing is started and nothing is decided.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from slack_bolt.response import BoltResponse

from bot.desk import Desk, ephemeral
from bot.dispatch import answered
from bot.errors import not_taken
from bot.payload import Envelope
from bot.slack import Later, Never, Unclear
from bot.surfaces.people import heard
from bot.views import notices, receipt
from storage.ledger import greeting, people

log = structlog.get_logger()

TALK = frozenset({"message", "app_mention"})
MOST = 1000  # people that are remembered
PATIENCE = 2.0  # seconds for the look-up: Slack waits three for the answer
OUTSIDER = "Only members of this workspace can assign and decide. Nothing was started."
NOT_KNOWN = "Slack does not say right now whether you are a member of this workspace. Nothing was started: try again."


@dataclass(frozen=True, slots=True)
class Visitors:
    desk: Desk
    _answers: dict[str, tuple[bool, datetime]] = field(default_factory=dict)  # whether a member, and when Slack said so

    async def screen(self, envelope: Envelope) -> BoltResponse | None:
        """Return the answer to someone who may not act here; None for a member."""
        if envelope.kind == "event" and envelope.name in TALK and heard(envelope, self.desk.bot_user) is None:
            return BoltResponse(status=200, body="")
        try:
            refusal = "" if await self._is_member(envelope.user) else OUTSIDER
        except (Later, Never, Unclear, TimeoutError) as error:
            log.info("visitor.unknown", user=envelope.user, why=str(error))
            if envelope.opens_home:
                return None  # it only shows what is theirs
            refusal = NOT_KNOWN
            if self._is_reply(envelope):
                return BoltResponse(status=503, body="not known yet")  # Slack sends it again: no word is lost
        return self._refuse(envelope, refusal) if refusal else None

    def _is_reply(self, envelope: Envelope) -> bool:
        event = heard(envelope, self.desk.bot_user) if envelope.kind == "event" else None
        return event is not None and event["kind"] == "reply"

    async def _is_member(self, user: str) -> bool:
        """
        Raises:
            Later, Never, Unclear, TimeoutError: Slack does not say.
        """
        member, at = self._answers.get(user, (False, None))
        if at is not None and abs(self.desk.now - at) < people.FRESH:
            return member
        person = await self.desk.ledger.see(people.find, self.desk.team, user)
        if person is not None and person.profile_at and abs(self.desk.now - person.profile_at) < people.FRESH:
            return not person.actor.stranger
        async with asyncio.timeout(PATIENCE):
            profile = await self.desk.slack.profile(self.desk.team, user)
        if person is not None:  # who only talks in a channel is not greeted
            await self.desk.ledger.do(greeting.meet, self.desk.team, user, profile)
        if len(self._answers) >= MOST:
            self._answers.clear()
        self._answers[user] = (not profile.stranger, self.desk.now)
        return not profile.stranger

    def _refuse(self, envelope: Envelope, refusal: str) -> BoltResponse:
        """Say why, where the person is; talk that is not for us gets no answer."""
        message = receipt.refusal(refusal)
        if envelope.kind == "command":
            return answered(ephemeral(receipt.echo(refusal, envelope.text)))
        if envelope.kind == "view_submission":
            return answered(not_taken(envelope.state if refusal == NOT_KNOWN else (), "Not done", refusal))
        if envelope.opens_home:
            self.desk.after(self.desk.slack.publish_home(envelope.user, notices.outsider(refusal)))
        elif envelope.kind == "event":
            said = heard(envelope, self.desk.bot_user)
            if said is not None and said["kind"] in ("mention", "direct"):
                thread = str(said["thread"] or "") or None
                self.desk.after(self.desk.tell(envelope.channel, envelope.user, message, thread))
        elif envelope.kind != "view_closed":
            self.desk.after(self.desk.whisper(envelope, message))
        return BoltResponse(status=200, body="")
