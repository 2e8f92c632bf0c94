"""What comes again, or goes over many rows: changed by the buttons of its receipt."""

import contextlib
import functools
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from bot.desk import Desk
from bot.envelope.decoding import Said
from bot.envelope.payload import Envelope
from bot.routes.answers import Answer, Close, FieldError, Open, Replace, Say, at_field
from bot.routes.route import Handler, Route, form, opens, press
from bot.surfaces.fields import NEVER_DECIDES, NOT_BOTH
from bot.views import forms, ids
from bot.views.kit import Message
from bot.views.series import series, series_form
from storage.ledger.core.ledger import Duplicate
from storage.ledger.series import canceling, fanning, hiding, pausing, rewriting, running_now, series_status
from storage.ledger.series.passing_on import Successors
from storage.rules.authority import Action
from storage.rules.pages.series import TO_TRY
from storage.rules.values.series import Series
from storage.rules.values.task import State
from storage.rules.values.worker import Worker, agent, colleague

CLAUSES = (
    "Here only what should come back can change, and the fields below. For other clauses stop it and assign it anew."
)


@dataclass(frozen=True, slots=True)
class SeriesButtons:
    """The surface for the buttons of what comes again."""

    desk: Desk

    def routes(self) -> tuple[Route, ...]:
        """Return the buttons and the form."""
        return (
            press(ids.PAUSE, self._changed_by(pausing.pause)),
            press(ids.RESUME, self._changed_by(pausing.resume)),
            press(ids.STOP_REPEATING, self._changed_by(pausing.stop)),
            press(ids.CANCEL_ROWS, self._changed_by(canceling.cancel)),
            press(ids.SERIES_ONLY_ME, self._changed_by(hiding.only_me)),
            press(ids.RUN_NOW, self.run_now),
            press(ids.START_ALL, functools.partial(self.start, count=None)),
            press(ids.START_SOME, functools.partial(self.start, count=TO_TRY)),
            opens(ids.SHOW_SERIES, self.show),
            opens(ids.EDIT_SERIES, self.edit),
            form(ids.SERIES_VIEW, self.submit),
        )

    def _changed_by(self, verb: Callable[..., Series]) -> Handler:
        """Return the handler of a button that does one thing with a series; the receipt is drawn again."""

        async def change(envelope: Envelope) -> Answer:
            await self.desk.ledger.do(verb, envelope.claim, _key(envelope))
            return await self._drawn(envelope)

        return change

    async def run_now(self, envelope: Envelope) -> Answer:
        """Make a run at once, and say which it is."""
        try:
            await self.desk.ledger.do(running_now.run_now, envelope.claim, _key(envelope), envelope.dedup)
        except Duplicate:
            return await self._drawn(envelope)
        shown = await self.desk.ledger.see(series_status.standing, envelope.claim, key=_key(envelope))
        if (last := shown.last) is None:
            return Replace(series.answer(shown, self.desk.now))
        room = " It waits for room." if last.state is State.WAITING and not last.held_by else ""
        return Replace(series.answer(shown, self.desk.now, hint=f"{last.name} was made now.{room}"))

    async def start(self, envelope: Envelope, count: int | None) -> Answer:
        """Start rows, as the gate allows.

        Args:
            count: how many; None for all that are left.
        """
        with contextlib.suppress(Duplicate):
            await self.desk.ledger.do(fanning.start, envelope.claim, _key(envelope), count, envelope.dedup)
        return await self._drawn(envelope)

    async def _drawn(self, envelope: Envelope) -> Answer:
        return Replace(await self._receipt(envelope, _key(envelope)))

    async def _receipt(self, envelope: Envelope, key: str) -> Message:
        shown = await self.desk.ledger.see(series_status.standing, envelope.claim, key=key)
        return series.answer(shown, self.desk.now)

    async def show(self, envelope: Envelope) -> Answer:
        """Show what comes again with its buttons, below the list."""
        return Say(await self._receipt(envelope, _key(envelope)))

    async def edit(self, envelope: Envelope) -> Answer:
        """Open the form of what the next runs do."""
        shown = await self.desk.ledger.see(
            series_status.standing, envelope.claim, key=_key(envelope), action=Action.EDIT
        )
        return Open(series_form.edit(shown, ids.origin(shown.series.key, envelope.response_url), self.desk.agents))

    async def submit(self, envelope: Envelope) -> Answer:
        """Change what the next runs do; what can't be read is shown as an error at its field."""
        (key, response_url), filled = ids.read_origin(envelope.metadata), forms.values(envelope.state)
        goal, again = str(filled.get("goal") or ""), str(filled.get("again") or "")
        criteria, owned = series_form.criteria_of(filled.get("criteria")), ids.key(key) or "-"
        if await self._has_clauses(envelope, goal):
            raise FieldError("goal", CLAUSES)
        with at_field("again" if "again" in filled else "goal", "colleague", "reviewer"):
            successors = await self._successors(envelope, owned, filled)
            do, claim = self.desk.ledger.do, envelope.claim
            if "again" in filled:
                await do(rewriting.edit, claim, owned, goal=goal, criteria=criteria, again=again, successors=successors)
            else:
                await do(fanning.edit, claim, owned, goal=goal, criteria=criteria, successors=successors)
        return Close(then=lambda: self._show_changed(envelope, key, response_url))

    async def _has_clauses(self, envelope: Envelope, goal: str) -> bool:
        """Tell whether words of a goal would be a clause in a new brief: here they would become text of every title."""
        parsed, _ = await self.desk.read(Said(goal, {}), envelope.user)
        return parsed.goal.strip("; \n") != goal.strip("; \n") and ";" in goal

    async def _successors(self, envelope: Envelope, key: str, filled: Mapping[str, object]) -> Successors:
        """Return who works on it and who decides from now on, as the form says.

        Raises:
            Refused: it is not theirs.
            FieldError: nobody can tell who is meant.
        """
        shown = await self.desk.ledger.see(series_status.standing, envelope.claim, key=key, action=Action.EDIT)
        reviewer = forms.user(filled.get("reviewer")) or shown.series.assigner
        if reviewer == self.desk.bot_user:
            raise FieldError("reviewer", NEVER_DECIDES)
        worker = _worker(filled, shown.series.brief.worker, self.desk.agents)
        named = replace(shown.series.brief, worker=worker, reviewer=reviewer)
        profiles = await self.desk.acquaintances.profiles_of_new(named)
        return Successors(worker=worker, reviewer=reviewer, profiles=profiles)

    async def _show_changed(self, envelope: Envelope, key: str, response_url: str) -> None:
        shown = await self.desk.ledger.see(series_status.standing, envelope.claim, key=key)
        message = series.answer(shown, self.desk.now)
        if response_url and await self.desk.slack.replace(response_url, message):
            return
        await self.desk.tell(shown.series.place.channel, envelope.user, message)


def _worker(filled: Mapping[str, object], now: Worker, agents: Collection[str]) -> Worker:
    """Return who is to do it: what was changed of the form counts.

    Raises:
        FieldError: it names nobody, or an agent and a colleague.
    """
    named, user = forms.own_worker(filled.get("worker")), forms.user(filled.get("colleague"))
    new = [agent(named)] if named is not None and agent(named) != now else []
    new += [colleague(user)] if user is not None and colleague(user) != now else []
    if len(new) > 1:
        raise FieldError("colleague", NOT_BOTH)
    if not new and now.is_person and user is None:
        raise FieldError("colleague", "Choose an agent or a colleague.")
    if new and not new[0].is_person and new[0].name not in agents:
        raise FieldError("worker", "Pick an agent of the list.")
    return next(iter(new), now)


def _key(envelope: Envelope) -> str:
    return ids.key(envelope.value) or "-"
