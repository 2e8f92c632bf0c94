"""What comes again, or goes over many rows: begun by a brief, changed by the buttons of its receipt."""

import functools
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, replace

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.outbound.slack import Later, Never, Unclear
from bot.surfaces.fields import FieldError
from bot.views import forms, ids, series
from bot.views.kit import Message
from storage.ledger.core.ledger import Duplicate
from storage.ledger.series import fanning, repeating, standing
from storage.ledger.series.hands import Hands
from storage.rules.authority import Action
from storage.rules.pages.tasks import TO_TRY, Standing
from storage.rules.refusal import Refused
from storage.rules.values.brief import Brief
from storage.rules.values.place import Place
from storage.rules.values.series import Series
from storage.rules.values.worker import Worker, agent, colleague


async def begin(desk: Desk, envelope: Envelope, brief: Brief, place: Place, dedup: str) -> Standing:
    """Make a series of a brief; return its receipt, or that of the series that the same delivery made before.

    Raises:
        Refused: it can't be made; nothing is.
    """
    await desk.acquaintances.get_to_know(envelope.user)  # it goes by their zone
    try:
        verb = repeating.repeat if brief.each is None else fanning.offer
        profiles = await desk.acquaintances.profiles_of_new(brief)
        key = (await desk.ledger.do(verb, envelope.claim, brief, place, dedup, profiles=profiles)).key
    except Duplicate as before:
        key = before.subject
    return await desk.ledger.see(standing.standing, envelope.claim, key=key, action=Action.RECEIPT)


@dataclass(frozen=True, slots=True)
class SeriesButtons:
    """The surface for the buttons of what comes again."""

    desk: Desk

    def register(self, app: AsyncApp) -> None:
        """Register the buttons and the form."""
        app.action(ids.PAUSE)(self.pause)
        app.action(ids.RESUME)(self.resume)
        app.action(ids.RUN_NOW)(self.run_now)
        app.action(ids.STOP_REPEATING)(self.stop)
        app.action(ids.START_ALL)(self.start_all)
        app.action(ids.START_SOME)(self.start_some)
        app.action(ids.CANCEL_ROWS)(self.cancel)
        app.action(ids.SHOW_SERIES)(self.show)
        app.action(ids.EDIT_SERIES)(self.edit)
        app.view(ids.SERIES_VIEW)(self.submit)

    async def pause(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Let nothing run until it is resumed."""
        await self._change(ack, envelope, functools.partial(self._do, repeating.pause, envelope))

    async def resume(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Let it come again from its next time on."""
        await self._change(ack, envelope, functools.partial(self._do, repeating.resume, envelope))

    async def stop(self, ack: AsyncAck, envelope: Envelope) -> None:
        """End it for good."""
        await self._change(ack, envelope, functools.partial(self._do, repeating.stop, envelope))

    async def run_now(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Make a run at once."""

        async def verb() -> object:
            return await self.desk.ledger.do(repeating.run_now, envelope.claim, _key(envelope), envelope.dedup)

        await self._change(ack, envelope, verb)

    async def start_all(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Start all rows that are left, as the gate allows."""
        await self._change(ack, envelope, functools.partial(self._start, envelope, None))

    async def start_some(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Start a few rows to try."""
        await self._change(ack, envelope, functools.partial(self._start, envelope, TO_TRY))

    async def _start(self, envelope: Envelope, count: int | None) -> object:
        return await self.desk.ledger.do(fanning.start, envelope.claim, _key(envelope), count, envelope.dedup)

    async def cancel(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Start no more rows, and cancel those that are not decided."""
        await self._change(ack, envelope, functools.partial(self._do, fanning.cancel, envelope))

    async def _do(self, verb: Callable[..., Series], envelope: Envelope) -> object:
        return await self.desk.ledger.do(verb, envelope.claim, _key(envelope))

    async def _change(self, ack: AsyncAck, envelope: Envelope, verb: Callable[[], Awaitable[object]]) -> None:
        """One verb, the acknowledgement, then the receipt as it is now."""
        try:
            await verb()
        except Duplicate:
            pass
        except Refused as no:
            await ack()
            self.desk.after(self.desk.refuse(envelope, no.why))
            return
        await ack()
        self.desk.after(self._show(envelope, _key(envelope), envelope.response_url), envelope)

    async def show(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Show what comes again with its buttons, below the list."""
        await ack()
        self.desk.after(self._show(envelope, _key(envelope), ""), envelope)

    async def _show(self, envelope: Envelope, key: str, response_url: str) -> None:
        """Draw the receipt in the place of the one that was clicked, else as a new one."""
        shown = await self.desk.ledger.see(standing.standing, envelope.claim, key=key)
        message = series.answer(shown, self.desk.now)
        if response_url and await self.desk.slack.replace(response_url, message):
            return
        await self.desk.whisper(envelope, message)

    async def edit(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Open the form of what the next runs do."""
        await ack()
        self.desk.after(self._edit(envelope), envelope)

    async def _edit(self, envelope: Envelope) -> None:
        shown = await self.desk.ledger.see(standing.standing, envelope.claim, key=_key(envelope), action=Action.EDIT)
        about = ids.origin(shown.series.key, envelope.response_url)
        await self.desk.open(envelope, series.edit(shown, about, self.desk.agents))

    async def submit(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Change what the next runs do; what can't be read is shown as an error at its field."""
        (key, response_url), filled = ids.read_origin(envelope.metadata), forms.values(envelope.state)
        goal, again = str(filled.get("goal") or ""), str(filled.get("again") or "")
        criteria = series.criteria_of(filled.get("criteria"))
        owned = ids.key(key) or "-"
        try:
            hands = await self._hands(envelope, owned, filled)
            do, claim = self.desk.ledger.do, envelope.claim
            if "again" in filled:
                await do(repeating.edit, claim, owned, goal=goal, criteria=criteria, again=again, hands=hands)
            else:
                await do(fanning.edit, claim, owned, goal=goal, criteria=criteria, hands=hands)
        except FieldError as no:
            await ack(response_action="errors", errors={no.block: no.why})
            return
        except Refused as no:
            await ack(response_action="errors", errors={"again" if "again" in filled else "goal": no.why})
            return
        await ack(response_action="clear")
        self.desk.after(self._show_changed(envelope, key, response_url), envelope)

    async def _hands(self, envelope: Envelope, key: str, filled: Mapping[str, object]) -> Hands:
        """Return who works on it and who decides from now on, as the form says.

        Raises:
            Refused: it is not theirs.
            FieldError: nobody can tell who is meant.
        """
        shown = await self.desk.ledger.see(standing.standing, envelope.claim, key=key, action=Action.EDIT)
        reviewer = forms.user(filled.get("reviewer")) or shown.series.assigner
        if reviewer == self.desk.bot_user:
            raise FieldError("reviewer", "I never decide: choose a person.")
        worker = _worker(filled, shown.series.brief.worker, self.desk.agents)
        await self.desk.acquaintances.get_to_know(reviewer)
        profiles = await self.desk.acquaintances.profiles_of_new(replace(shown.series.brief, worker=worker))
        return Hands(worker=worker, reviewer=reviewer, profiles=profiles)

    async def _show_changed(self, envelope: Envelope, key: str, response_url: str) -> None:
        shown = await self.desk.ledger.see(standing.standing, envelope.claim, key=key)
        message: Message = series.answer(shown, self.desk.now)
        try:
            if response_url and await self.desk.slack.replace(response_url, message):
                return
        except (Never, Later, Unclear):
            pass
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
        raise FieldError("colleague", "Choose an agent or a colleague, not both.")
    if not new and now.is_person and user is None:
        raise FieldError("colleague", "Choose an agent or a colleague.")
    if new and not new[0].is_person and new[0].name not in agents:
        raise FieldError("worker", "Pick an agent of the list.")
    return next(iter(new), now)


def _key(envelope: Envelope) -> str:
    return ids.key(envelope.value) or "-"
