"""People: their profile from Slack, the welcome, and what they say to the bot."""

import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.outbound.outcomes import Later, Never, Unclear
from bot.routes.answers import Answer, Done, Say
from bot.routes.route import Route, event, opens
from bot.surfaces.heard import heard, reacted
from bot.surfaces.samples import sample
from bot.views import ids, receipt
from bot.views.sentence import sentence
from storage.jobs.port import Again, GiveUp, Job
from storage.jobs.trying import DATABASE_ERRORS, TRIES, reason
from storage.ledger import people
from storage.ledger.core.ledger import Duplicate, Tx
from storage.ledger.decisions import waiting_effects
from storage.ledger.membership import greeting
from storage.ledger.messages import keeping, receiving
from storage.ledger.tasks import assigning, receipts
from storage.rules.jobs import JobKind
from storage.rules.refusal import Refused
from storage.rules.values.place import Place
from storage.rules.values.profile import Profile

log = structlog.get_logger()

Kept = Callable[[dict[str, Any], str], Awaitable[None]]
UNKNOWN_AGAIN, MEMBER_AGAIN = 600.0, 15.0  # seconds until Slack is asked again who a decider is
PROFILE_AGAIN = 60.0  # seconds until it is asked again of somebody new, whose work waits for that
PASSING = (Again, GiveUp, Later, Unclear, *DATABASE_ERRORS)  # errors that tell nothing of the message itself
NOBODY = "user_not_found"  # Slack's last word; of whom the app may not see, it says “user_not_visible”


@dataclass(frozen=True, slots=True)
class People:
    """The surface for people's words, reactions and profiles.

    `kinds` are the handlers of what was kept when it was acknowledged.
    """

    desk: Desk
    kinds: Mapping[str, Kept]

    def routes(self) -> tuple[Route, ...]:
        """Return the sample buttons, messages, reactions and changed profiles."""
        return (
            opens(f"{ids.TRY_SAMPLE}.memo", self.try_sample),
            opens(f"{ids.TRY_SAMPLE}.answer", self.try_sample),
            event("app_mention", self.hear),
            event("message", self.hear),
            event("reaction_added", self.react),
            event("reaction_removed", self.react),
            event("user_change", self.changed),
        )

    async def profile(self, job: Job) -> None:
        """Read a profile, and greet a new person. If Slack does not tell it, ask again; until then nothing changes.

        Whom Slack does not know is gone.
        """
        try:
            profile = await self.desk.slack.profile(job.team, job.key)
        except Later as wait:
            raise Again(wait.seconds, str(wait)) from None
        except (Never, Unclear) as error:
            if str(error) == NOBODY:
                nobody = Profile(name=job.key, zone="", deleted=True)
                await self.desk.ledger.do(greeting.meet, job.team, job.key, nobody)
                return
            log.warning("profile.unknown", user=job.key, why=f"{error} {getattr(error, 'detail', '')}")
            await self.desk.ledger.do(greeting.greet, job.team, job.key)
            raise Again(PROFILE_AGAIN, str(error)) from None
        await self.desk.ledger.do(greeting.meet, job.team, job.key, profile)

    async def still_member(self, user: str, decision: int) -> None:
        """Check again that a person is a member if the last check is five minutes old, before a decision's effect.

        Raises:
            Again: Slack does not say now. That is no “no”: the effect waits, and its decider is told so.
        """
        person = await self.desk.person(user)
        if person.profile_at is not None and abs(self.desk.now - person.profile_at) < people.FRESH:
            return
        try:
            profile = await self.desk.slack.profile(self.desk.team, user)
        except (Later, Never, Unclear) as error:
            if isinstance(error, Later):
                raise Again(error.seconds, str(error)) from None
            waited = await self.desk.ledger.do(waiting_effects.tell_waiting, self.desk.team, decision, str(error))
            raise Again(min(UNKNOWN_AGAIN, max(MEMBER_AGAIN, waited / 4)), str(error)) from None
        await self.desk.ledger.do(greeting.meet, self.desk.team, user, profile)

    async def try_sample(self, envelope: Envelope) -> Answer:
        """Assign the sample task of the button that was pressed, once from each message that offers it."""
        name = "answer" if envelope.value == "answer" else "memo"
        once = f"sample:{name}:{envelope.user}:{envelope.message.get('ts') or envelope.dedup}"
        try:
            made = await self.desk.ledger.do(
                assigning.assign, envelope.claim, sample(name), Place(envelope.channel), once
            )
        except Duplicate as before:
            made = await self.desk.ledger.see(receipts.receipt, envelope.claim, before.subject)
        return Say(receipt.receipt(made, self.desk.now))

    async def hear(self, envelope: Envelope) -> Answer:
        """Keep what was said to the bot; leave anything else."""
        what = heard(envelope, self.desk.bot_user)
        if what is not None and await self._is_for_us(what):
            try:
                await self.desk.ledger.do(receiving.keep, envelope.team, f"{envelope.channel}:{what['ts']}", what)
            except Duplicate:
                log.debug("event.duplicate")
        return Done()

    async def _is_for_us(self, what: Mapping[str, Any]) -> bool:
        """Tell whether something is said to us; what people say and mark among themselves leaves no byte here."""
        if what["kind"] in ("mention", "direct") or str(what["channel"]).startswith("D"):
            return True
        place = Place(str(what["channel"]), str(what["ts" if what["kind"] == "reaction" else "thread"]))
        return await self.desk.ledger.see(receiving.is_ours, self.desk.team, place)

    async def react(self, envelope: Envelope) -> Answer:
        """Keep a reaction that may decide on a message of ours."""
        what = reacted(envelope, self.desk.bot_user)
        if what is not None and await self._is_for_us(what):
            with contextlib.suppress(Duplicate):
                await self.desk.ledger.do(receiving.keep, envelope.team, envelope.dedup, what)
        return Done()

    async def changed(self, envelope: Envelope) -> Answer:
        """Look at a person's profile again after a change in Slack, if we know the person."""
        user = envelope.message.get("user")
        if isinstance(user, dict) and isinstance(user.get("id"), str):
            await self.desk.ledger.do(look_again, self.desk.team, user["id"])
        return Done()

    async def inbox(self, job: Job) -> None:
        """Work on a message that was kept, then forget its words; tell the person why if that was refused.

        Raises:
            GiveUp: it can't be worked on, for a reason that does not pass: what was said after it goes on.
        """
        kept = await self.desk.ledger.see(keeping.kept, job.team, job.key)
        if kept is None:
            return
        try:
            await self.kinds[str(kept["kind"])](kept, job.key)
        except Refused as no:
            channel, thread = str(kept.get("channel") or ""), str(kept.get("thread") or "") or None
            await self.desk.tell(channel, str(kept["user"]), sentence(no.why), thread)
        except PASSING:
            raise
        except Exception as error:  # the edge: others of this person's words wait behind it
            if job.tries < TRIES:
                raise
            raise GiveUp(reason(error)) from error
        await self.desk.ledger.do(receiving.worked_on, job.team, job.key)


def look_again(tx: Tx, team: str, user: str) -> None:
    """Promise to read a person's profile from Slack again, if the ledger knows them."""
    if people.find(tx, team, user) is not None:
        tx.promise(team, JobKind.PROFILE, user, once=True)
