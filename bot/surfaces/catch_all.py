"""Whatever Slack sends that no surface knows: acknowledged, and told to be out of date."""

import structlog

from bot.envelope.payload import Envelope
from bot.routes.answers import Answer, Done, Say, Update
from bot.routes.route import ANY, Route, RouteKind, command, form, opens
from bot.views.review import review
from bot.views.sentence import sentence
from storage.rules.refusal import Refused

log = structlog.get_logger()

OUT_OF_DATE = "That is out of date. /sluice shows what is open."


class CatchAll:
    """The surface for everything that no other one knows. It comes last, behind all that fit better."""

    def routes(self) -> tuple[Route, ...]:
        """Return an answer for everything that no other surface takes."""
        silent = (RouteKind.CLOSED, RouteKind.SHORTCUT, RouteKind.OPTIONS, RouteKind.EVENT)
        return (
            command(ANY, self.command),
            opens(ANY, self.action),
            form(ANY, self.submission),
            *(Route(kind, ANY, _ignore) for kind in silent),
        )

    async def command(self, envelope: Envelope) -> Answer:
        """Answer a command that is not known."""
        return Say(sentence(f"I don't know {envelope.name}. {OUT_OF_DATE}"))

    async def action(self, envelope: Envelope) -> Answer:
        """Tell a person that the button they pressed is out of date."""
        log.info("action.unknown", action=envelope.name)
        raise Refused(OUT_OF_DATE)

    async def submission(self, envelope: Envelope) -> Answer:
        """Tell a person that the form they sent is out of date."""
        return Update(review.notice("Out of date", OUT_OF_DATE))


async def _ignore(envelope: Envelope) -> Answer:
    """Acknowledge something that needs no answer."""
    return Done()
