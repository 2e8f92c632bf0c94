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
from bot.payload import Envelope
from bot.slack import Later, Never, Unclear
from bot.surfaces.people import heard
from bot.views import receipt, review
from storage.ledger import people

log = structlog.get_logger()

TALK = frozenset({"message", "app_mention"})
MOST = 1000  # outsiders that are remembered
PATIENCE = 2.0  # seconds for the look-up: Slack waits three for the answer
OUTSIDER = "Only members of this workspace can assign and decide. Nothing was started."
NOT_KNOWN = "Slack does not say right now whether you are a member of this workspace. Nothing was started: try again."


@dataclass(frozen=True, slots=True)
class Visitors:
    desk: Desk
    _outside: dict[str, datetime] = field(default_factory=dict)  # people of other companies, and when Slack said so

    async def screen(self, envelope: Envelope) -> BoltResponse | None:
        """Return the answer to someone who may not act here; None for a member."""
        if envelope.kind == "event" and envelope.name in TALK and heard(envelope, self.desk.bot_user) is None:
            return BoltResponse(status=200, body="")
        try:
            refusal = "" if await self._is_member(envelope.user) else OUTSIDER
        except (Later, Never, Unclear, TimeoutError) as error:
            log.info("visitor.unknown", user=envelope.user, why=str(error))
            refusal = NOT_KNOWN
        return self._refuse(envelope, refusal) if refusal else None

    async def _is_member(self, user: str) -> bool:
        """
        Raises:
            Later, Never, Unclear, TimeoutError: Slack does not say.
        """
        if user in self._outside and self.desk.now - self._outside[user] < people.FRESH:
            return False
        person = await self.desk.ledger.see(people.find, self.desk.team, user)
        if person is not None and person.profile_at and self.desk.now - person.profile_at < people.FRESH:
            return not person.actor.stranger
        async with asyncio.timeout(PATIENCE):
            profile = await self.desk.slack.profile(self.desk.team, user)
        if profile.stranger:
            self._note_outsider(user)
        else:
            await self.desk.ledger.do(people.save_profile, self.desk.team, user, profile)
        return not profile.stranger

    def _note_outsider(self, user: str) -> None:
        if len(self._outside) >= MOST:
            self._outside.clear()
        self._outside[user] = self.desk.now

    def _refuse(self, envelope: Envelope, refusal: str) -> BoltResponse:
        """Say why, where the person is; talk that is not for us gets no answer."""
        message = receipt.refusal(refusal)
        if envelope.kind == "command":
            return answered(ephemeral(message))
        if envelope.kind == "view_submission":
            return answered({"response_action": "update", "view": review.notice("Not done", refusal)})
        if envelope.kind == "event":
            said = heard(envelope, self.desk.bot_user)
            if said is not None and said["kind"] in ("mention", "direct"):
                thread = str(said["thread"] or "") or None
                self.desk.after(self.desk.tell(envelope.channel, envelope.user, message, thread))
        elif envelope.kind != "view_closed":
            self.desk.after(self.desk.whisper(envelope, message))
        return BoltResponse(status=200, body="")
