"""One shape of answering: the handler does it, Slack is told that it came, and the person sees what came of it."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, assert_never

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.outbound.reply import ephemeral
from bot.routes.answers import Answer, Close, Done, FieldError, FieldErrors, Open, Redraw, Replace, Say, Update, follow
from bot.routes.plain_errors import plain
from bot.routes.route import ANY, Route, RouteKind
from bot.routes.table import Table
from bot.routes.window import back_to, beneath_of
from bot.views import ids
from bot.views.kit import Message
from bot.views.review import review
from bot.views.sentence import sentence
from storage.ledger.core.ledger import Duplicate
from storage.ledger.messages import posting
from storage.rules.refusal import Reason, Refused, Stale

log = structlog.get_logger()

Listener = Callable[[AsyncAck, Envelope], Awaitable[None]]
Way = Callable[[re.Pattern[str]], Callable[[Listener], object]]  # how Bolt is told of a listener


class Redrawing(Protocol):
    """What draws the place of a press again."""

    async def show(self, envelope: Envelope) -> None:
        """Draw the message or the window where a person pressed as it is now."""

    async def show_refused(self, envelope: Envelope, no: Refused) -> None:
        """Draw it as it is now, and say why the press did nothing."""


@dataclass(frozen=True, slots=True)
class Serving:
    """The one way from a request to its answer."""

    desk: Desk
    redrawing: Redrawing

    def register(self, app: AsyncApp, routes: Sequence[Route], choosing: Mapping[str, Listener]) -> None:
        """Have Bolt call the handler of each route, by one listener for each kind of request: Bolt asks its listeners
        one after the other whether a request is theirs, and each takes its time.

        Args:
            routes: which of two that fit a name is taken says `Table`.
            choosing: what is pressed and chooses its route itself, by its name.
        """
        ways: dict[RouteKind, Way] = {  # in the order in which Bolt asks
            RouteKind.COMMAND: app.command,
            RouteKind.OPENS: app.action,
            RouteKind.PRESS: app.action,
            RouteKind.EVENT: app.event,
            RouteKind.FORM: app.view,
            RouteKind.SHORTCUT: app.shortcut,
            RouteKind.CLOSED: app.view_closed,
            RouteKind.OPTIONS: app.options,
        }
        heard: dict[Way, list[Route]] = {way: [] for way in ways.values()}
        for route in routes:
            heard[ways[route.kind]].append(route)
        for way, those in heard.items():
            way(ANY)(self._listener(Table(those), choosing if way == app.action else {}))

    def _listener(self, table: Table, choosing: Mapping[str, Listener]) -> Listener:
        async def listener(ack: AsyncAck, envelope: Envelope) -> None:
            if (chooses := choosing.get(envelope.name)) is not None:
                await chooses(ack, envelope)
            elif (route := table.find(envelope.name)) is not None:
                await self.serve(route, ack, envelope)

        return listener

    async def serve(self, route: Route, ack: AsyncAck, envelope: Envelope) -> None:
        """Answer one request by its route."""
        match route.kind:
            case RouteKind.OPENS:
                await ack()
                self.desk.after(self._opened(route, envelope), envelope)
            case RouteKind.PRESS | RouteKind.SHORTCUT:
                answer = await self._pressed(route, envelope)
                await ack()
                self.desk.after(self._show(envelope, answer), envelope)
            case RouteKind.FORM:
                await self._form(ack, envelope, await self._filled(route, envelope))
            case RouteKind.COMMAND:
                await self._command(ack, envelope, await self._said(route, envelope))
            case RouteKind.CLOSED | RouteKind.OPTIONS | RouteKind.EVENT:
                answer = await route.handler(envelope)
                await ack()
                self.desk.after(self._quietly(envelope, answer))
            case _:
                assert_never(route.kind)

    async def _quietly(self, envelope: Envelope, answer: Answer) -> None:
        """Do what follows an event, which nobody waits for: a refusal is said, any other error is for the log."""
        try:
            await follow(answer)
        except Refused as no:
            await self.desk.refuse(envelope, no.why)

    async def _opened(self, route: Route, envelope: Envelope) -> None:
        await self._show(envelope, await self._pressed(route, envelope))

    async def _pressed(self, route: Route, envelope: Envelope) -> Answer:
        """Return what came of a press; what was pressed twice, or is not so any more, is drawn as it is now."""
        try:
            return await route.handler(envelope)
        except Duplicate:
            log.info("press.duplicate", name=envelope.name)
            return Redraw()
        except Refused as no:
            refused = no
            gone = no.reason is Reason.UNKNOWN  # or it is somebody else's now
            if isinstance(no, Stale) or gone or ids.of_receipt(envelope.name, envelope.value):
                return Done(then=lambda: self.redrawing.show_refused(envelope, refused))
            return Done(then=lambda: self.desk.refuse(envelope, refused.why))

    async def _filled(self, route: Route, envelope: Envelope) -> Answer:
        """Return what came of a form: what a field lacks is said at the field, all else in the form's place."""
        try:
            return await route.handler(envelope)
        except FieldError as error:
            return FieldErrors({error.block: error.why})
        except Duplicate:
            log.info("form.duplicate", name=envelope.name)
            return Close()
        except Refused as no:
            return Update(review.notice("Not done", no.why), then=lambda: self._beneath(envelope))

    async def _said(self, route: Route, envelope: Envelope) -> Answer:
        try:
            return await route.handler(envelope)
        except Refused as no:
            return Say(sentence(no.why))

    async def _form(self, ack: AsyncAck, envelope: Envelope, answer: Answer) -> None:
        """Acknowledge a form with what Slack does with it, then draw again what it was about."""
        match answer:
            case FieldErrors(errors):
                told = {block: await plain(self.desk, why) for block, why in errors.items()}
                await ack(response_action="errors", errors=told)
            case Update(view):
                await ack(response_action="update", view=view)
            case _ if beneath_of(envelope.metadata):
                await ack()  # the window beneath stays
            case _:
                await ack(response_action="clear")
        self.desk.after(self._after_form(envelope, answer), envelope)

    async def _after_form(self, envelope: Envelope, answer: Answer) -> None:
        if isinstance(answer, Say):
            await self.desk.whisper(envelope, answer.message)
        elif isinstance(answer, Close):
            await self._beneath(envelope)
            if answer.place is not None:  # a form carries no response_url: the outbox draws it again, at once
                await self.desk.ledger.do(posting.redraw_soon, self.desk.team, answer.place)
        await follow(answer)

    async def _beneath(self, envelope: Envelope) -> None:
        """Draw the window beneath a form again."""
        if (under := back_to(envelope, beneath_of(envelope.metadata))) is not None:
            await self.redrawing.show(under)

    async def _command(self, ack: AsyncAck, envelope: Envelope, answer: Answer) -> None:
        if isinstance(answer, Say):
            await ack(**ephemeral(answer.message))
            self.desk.after(follow(answer), envelope)
        else:
            await ack()
            self.desk.after(self._show(envelope, answer), envelope)

    async def _show(self, envelope: Envelope, answer: Answer) -> None:
        """Show a person what came of a press, then do what follows."""
        match answer:
            case Say(message, title) if title and not envelope.channel:
                await self.desk.open(envelope, review.notice(title, message.text))
            case Say(message):
                await self.desk.whisper(envelope, message)
            case Replace(message):
                await self._replace(envelope, message)
            case Open(view):
                await self.desk.open(envelope, view)
            case Update(view):
                await self.desk.slack.update_view(envelope.view_id, view)
            case Redraw():
                await self.redrawing.show(envelope)
            case Done() | FieldErrors() | Close():
                pass  # there is no form
            case _:
                assert_never(answer)
        await follow(answer)

    async def _replace(self, envelope: Envelope, message: Message) -> None:
        if envelope.response_url and await self.desk.slack.replace(envelope.response_url, message):
            return
        if envelope.in_modal and envelope.trigger:
            await self.desk.open(envelope, review.notice("Done", message.text))
        else:
            await self.desk.tell(envelope.channel, envelope.user, message)
