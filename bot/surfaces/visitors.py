"""Who comes in: what may be shown waits until Slack has said who somebody is, what is only saved does not.

People of other workspaces: colleagues of the same organisation are members, people of other companies are told. A
payload alone can't tell them apart (github.com/slackapi/bolt-js/issues/1875, java-slack-sdk/issues/1041): what it says
only takes rights away. While Slack does not say who a visitor is, nothing is started and nothing is decided.
"""

from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from slack_bolt.response import BoltResponse

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.outbound.error_answers import answered, not_taken
from bot.outbound.outcomes import Later, Never, Unclear
from bot.outbound.reply import ephemeral
from bot.people.acquaintances import MOMENT, MOST, PATIENCE
from bot.surfaces.heard import heard
from bot.views import ids, kept_words, notices
from bot.views.sentence import sentence
from storage.ledger import people
from storage.ledger.messages import posting
from storage.rules.authority import LEFT_OUT, MEMBERS_ONLY, UNKNOWN

log = structlog.get_logger()

TALK = frozenset({"message", "app_mention"})
SAVED = frozenset(  # buttons that show nothing: their effect is saved, and Slack is asked again before it comes
    {ids.APPROVE, ids.REJECT, ids.RETRY, ids.RETRY_ALL, ids.GIVE_UP, ids.UNDO, ids.REMARK, ids.ASSIGN_FORM}
    | {ids.ANSWER, ids.ALLOW, ids.ALLOW_ALL, ids.REFUSE, ids.REVISE_WORDS, ids.ANSWER_WORDS, ids.TRY_SAMPLE}
    | {ids.CANCEL, ids.STOP, ids.BRING, ids.START_ANYWAY, ids.TAKE_DUE, ids.TAKE_OTHER_DUE, ids.JUST_TEXT, ids.WONDER}
    | {ids.TAKE_SUGGESTED, ids.CONFIRM_MESSAGE, ids.NO_TASK, ids.HAND_OFF}
)
OUTSIDER = "Only members of this workspace can assign and decide. Nothing was started."
NOT_KNOWN = (
    "Slack does not say right now whether you are a member of this workspace. Nothing was shown or started: try again."
)


def _slower(most: int, wait: timedelta) -> str:
    seconds = max(1, round(wait.total_seconds()))
    return f"That is more than {most} commands in a minute. Nothing was done: try again in {seconds} s."


@dataclass(frozen=True, slots=True)
class Visitors:
    """The check of who acts, before any surface sees it.

    Attributes:
        own: the direct messages of people with the app, as the ledger knows them, so that it need not be asked again.
    """

    desk: Desk
    own: dict[str, str] = field(default_factory=dict)

    async def screen(self, envelope: Envelope) -> BoltResponse | None:
        """Return the answer to a person who may not come in now; None for everybody else."""
        if self._says_nothing(envelope):
            return BoltResponse(status=200, body="")
        if await self._is_elsewhere(envelope):
            log.warning("visitor.elsewhere", user=envelope.user, name=envelope.name)
            return self._not_theirs(envelope)
        talks = envelope.kind == "event" and not envelope.opens_home
        if not envelope.user or (talks and not (envelope.visitor or envelope.guest or self._is_closed(envelope))):
            return None  # what is said is kept, and who said it is looked at when it is worked on
        if envelope.guest:
            return self._refuse(envelope, MEMBERS_ONLY)
        if self.desk.ledger.terms.policy.leaves_out(envelope.user):
            return self._refuse(envelope, LEFT_OUT)
        if not self.desk.reach.acts_in(envelope.channel):
            return self._refuse(envelope, self.desk.reach.not_here())
        if envelope.kind == "command" and (wait := self.desk.rates.commands.wait(envelope.user, self.desk.now)):
            return self._refuse(envelope, _slower(self.desk.rates.commands.most, wait))
        fresh = envelope.visitor or self._shows(envelope)
        try:
            within = PATIENCE if fresh else MOMENT
            ours = await self.desk.acquaintances.meet(envelope.user, fresh=fresh, within=within, greet=not talks)
            refusal = "" if ours else OUTSIDER
        except (Later, Never, Unclear, TimeoutError) as error:
            log.info("visitor.unknown", user=envelope.user, why=str(error))
            if not fresh:
                return None  # it is saved, and the ledger lets nothing begin before they are known
            if self._is_reply(envelope):
                return BoltResponse(status=503, body="not known yet")  # Slack sends it again: no word is lost
            refusal = NOT_KNOWN
        return self._refuse(envelope, refusal) if refusal else None

    def _says_nothing(self, envelope: Envelope) -> bool:
        """Return whether a message's event is not for us: Slack sends our own, changes, and what nobody said, too."""
        talks = envelope.kind == "event" and envelope.name in TALK
        return talks and heard(envelope, self.desk.bot_user) is None

    async def _is_elsewhere(self, envelope: Envelope) -> bool:
        """Return whether a payload places somebody in the direct messages of another person, where Slack lets nobody
        act."""
        user, channel = envelope.user, envelope.channel
        if not user or channel[:1] != "D" or self.own.get(user) == channel:
            return False
        if await self.desk.ledger.see(posting.dm_of, envelope.team, user) != channel:
            return await self.desk.ledger.see(people.is_somebody_elses, envelope.team, user, channel)
        if len(self.own) >= MOST:
            self.own.clear()
        self.own[user] = channel
        return False

    def _not_theirs(self, envelope: Envelope) -> BoltResponse:
        """Say what is said of what does not exist, to them alone; none of what they sent is kept."""
        if envelope.kind == "event" and heard(envelope, self.desk.bot_user) is not None:
            self.desk.after(self.desk.tell(envelope.channel, envelope.user, sentence(UNKNOWN)))
            return BoltResponse(status=200, body="")
        return self._refuse(envelope, UNKNOWN)

    def _is_closed(self, envelope: Envelope) -> bool:
        """Return whether the installation does not name this person, or this channel."""
        named = not self.desk.ledger.terms.policy.leaves_out(envelope.user)
        return not (named and self.desk.reach.acts_in(envelope.channel))

    def _shows(self, envelope: Envelope) -> bool:
        """Return whether the answer may show what others must not see."""
        if envelope.kind == "command":
            stops = envelope.text.strip().lower().startswith(("stop", "go on"))
            return not stops and envelope.name != self.desk.command("assign")
        if envelope.kind in ("view_submission", "view_closed"):
            return False
        return envelope.name.partition(".")[0] not in SAVED

    def _is_reply(self, envelope: Envelope) -> bool:
        event = heard(envelope, self.desk.bot_user) if envelope.kind == "event" else None
        return event is not None and event["kind"] == "reply"

    def _refuse(self, envelope: Envelope, refusal: str) -> BoltResponse:
        """Say why, where the person is; talk that is not for us gets no answer."""
        message = sentence(refusal)
        if envelope.kind == "command":
            return answered(ephemeral(kept_words.echo(refusal, envelope.text)))
        if envelope.kind == "view_submission":
            return answered(not_taken(envelope.state if refusal == NOT_KNOWN else (), "Not done", refusal))
        if envelope.opens_home:
            home = notices.outsider(" ".join([refusal, *self.desk.missing]))  # without a permission nobody is known
            self.desk.after(self.desk.slack.publish_home(envelope.user, home))
        elif envelope.kind == "event":
            said = heard(envelope, self.desk.bot_user)
            if said is not None and said["kind"] in ("mention", "direct"):
                thread = str(said["thread"] or "") or None
                self.desk.after(self.desk.tell(envelope.channel, envelope.user, message, thread))
        elif envelope.kind != "view_closed":
            self.desk.after(self.desk.whisper(envelope, message))
        return BoltResponse(status=200, body="")
