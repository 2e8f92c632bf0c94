"""Who people are, as Slack says: asked about one person once at a time, and again when that is five minutes old."""

import asyncio
import contextlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from weakref import WeakValueDictionary

from bot.outbound.outcomes import Later, Never, Unclear
from bot.outbound.slack import Gateway
from storage.jobs.port import Again
from storage.ledger import people
from storage.ledger.core.ledger import Ledger
from storage.ledger.membership import greeting
from storage.ledger.messages import saying
from storage.rules.authority import MEMBERS_ONLY
from storage.rules.delivery import is_person
from storage.rules.refusal import Refused
from storage.rules.values.brief import Brief
from storage.rules.values.profile import Profile

MOST = 1000  # people that are remembered
PATIENCE = 2.0  # seconds for a look-up that an answer waits for: Slack waits three for the answer
MOMENT = 1.0  # seconds for one that an answer can do without
AGAIN = 15.0  # seconds until Slack is asked again who somebody is
SLOW = 5.0  # seconds in which nobody waits again for a Slack that did not answer in time
WAITS = (
    "Slack does not say right now whether you are a member of this workspace. "
    "What you said is kept: I look at it as soon as Slack says so."
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What Slack said of somebody.

    Attributes:
        ours: whether they are of this workspace.
        kept: whether the ledger has them.
    """

    ours: bool
    at: datetime
    kept: bool


@dataclass(slots=True, kw_only=True)
class Acquaintances:
    """The people of the workspace, as Slack says who they are and the ledger keeps it.

    The ledger alone says what they may do.
    """

    ledger: Ledger
    slack: Gateway
    team: str
    _seen: dict[str, _Seen] = field(default_factory=dict)
    _asking: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)
    _slow_until: float = 0.0  # monotonic seconds

    async def meet(self, user: str, *, fresh: bool, within: float = PATIENCE, greet: bool = True) -> bool:
        """Find out who a person is, from the ledger, else from Slack; return whether they are of this workspace.

        Args:
            fresh: whether what Slack said of them must be younger than five minutes; else any age will do.
            within: seconds that Slack has for an answer.
            greet: whether the ledger shall have somebody new of this workspace.

        Raises:
            Later, Never, Unclear, TimeoutError: Slack does not say now.
        """
        if (ours := self._remembered(user, fresh, greet)) is not None:
            return ours
        person = await self.ledger.see(people.find, self.team, user)
        if person is not None and person.profile_at is not None:
            self._remember(user, _Seen(not person.actor.stranger, person.profile_at, True))
            if (ours := self._remembered(user, fresh, greet)) is not None:
                return ours
        if time.monotonic() < self._slow_until:
            raise TimeoutError("Slack did not answer in time just now")
        try:
            async with asyncio.timeout(within):
                return await self._ask(user, fresh, greet)
        except TimeoutError:
            self._slow_until = time.monotonic() + SLOW
            raise

    async def get_to_know(self, user: str) -> None:
        """Ask Slack for the profile of a new person, but only for a moment.

        A command has to be acknowledged meanwhile, and is answered without it, too.
        """
        with contextlib.suppress(Never, Later, Unclear, TimeoutError):
            await self.meet(user, fresh=False, within=MOMENT)

    async def profiles_of_new(self, brief: Brief) -> Mapping[str, Profile]:
        """Return the profiles of those whom a brief and its next steps name, to work on it, to decide on it or to
        get its result, and whom the ledger does not know, by their ids, as far as Slack tells them in a moment."""
        steps = brief, *brief.then
        colleagues = {step.worker.name for step in steps if step.worker.is_person}
        readers = {place for step in steps for place in step.to if is_person(place)}
        deciders = {step.reviewer for step in steps if step.reviewer is not None}
        told = {user: await self.profile_of_new(user) for user in sorted(colleagues | readers | deciders)}
        return {user: profile for user, profile in told.items() if profile is not None}

    async def profile_of_new(self, user: str) -> Profile | None:
        """Return the profile of somebody whom the ledger does not know, and keep nothing of it; None for all others,
        and where Slack does not say it in a moment."""
        person = await self.ledger.see(people.find, self.team, user)
        if person is not None and person.profile_at is not None:
            return None
        with contextlib.suppress(Never, Later, Unclear, TimeoutError):
            async with asyncio.timeout(MOMENT):
                return await self.slack.profile(self.team, user)
        return None

    async def knows(self, user: str, key: str, greet: bool = True) -> bool:
        """Tell whether anything may be shown to the author of a message: they are known as they are now.

        Of another company's people the ledger knows nothing: one of them who speaks to the app is refused here.

        Args:
            key: of what they wrote.
            greet: whether they speak to the app, which greets who is new.

        Raises:
            Refused: they speak to the app, and are of another company.
            Again: they are known, and Slack does not say now whether that still holds. They are told so once.
        """
        try:
            ours = await self.meet(user, fresh=True, greet=greet)
        except (Later, Never, Unclear, TimeoutError) as error:
            person = await self.ledger.see(people.find, self.team, user)
            if person is None or person.profile_at is None:
                return False
            await self.ledger.do(saying.tell_wait, self.team, user, key, WAITS)
            raise Again(getattr(error, "seconds", AGAIN), str(error)) from None
        if greet and not ours:
            raise Refused(MEMBERS_ONLY)
        return True

    async def is_member(self, user: str) -> bool | None:
        """Tell whether a person is a full member now; None while Slack does not say."""
        try:
            await self.meet(user, fresh=True)
        except (Later, Never, Unclear, TimeoutError):
            return None
        person = await self.ledger.see(people.find, self.team, user)
        return person is not None and person.actor.outside is None

    async def _ask(self, user: str, fresh: bool, greet: bool) -> bool:
        lock = self._asking.setdefault(user, asyncio.Lock())
        async with lock:
            if (ours := self._remembered(user, fresh, greet)) is not None:
                return ours  # asked meanwhile
            profile = await self.slack.profile(self.team, user)
            person = await self.ledger.see(people.find, self.team, user)
            is_kept = person is not None or (greet and not profile.stranger)
            if is_kept:
                await self.ledger.do(greeting.meet, self.team, user, profile)
            self._remember(user, _Seen(not profile.stranger, self.ledger.clock(), is_kept))
            return not profile.stranger

    def _remembered(self, user: str, fresh: bool, greet: bool) -> bool | None:
        """Return what is remembered of somebody, where that is enough."""
        seen = self._seen.get(user)
        if seen is None or (fresh and abs(self.ledger.clock() - seen.at) >= people.FRESH):
            return None
        return None if greet and seen.ours and not seen.kept else seen.ours

    def _remember(self, user: str, seen: _Seen) -> None:
        if len(self._seen) >= MOST:
            self._seen.clear()
        self._seen[user] = seen
