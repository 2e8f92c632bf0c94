"""From a body of Slack's to its answer: read once, looked at for who it is from, then given to the surfaces."""

import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse

from bot.envelope.payload import PRESSED, Envelope, Foreign, Installation, Malformed, pressed_by, read
from bot.inbound.bolt_request import for_bolt
from bot.outbound import error_answers, errors
from bot.outbound.naming import Naming
from storage.ledger.core.writing import ASKED
from storage.milliseconds import since

log = structlog.get_logger()
KINDS = frozenset(  # that a surface can take; dialogs, attachments and other old ones are acknowledged, and no more
    {
        "event_callback",
        "block_actions",
        "block_suggestion",
        "message_action",
        "shortcut",
        "view_closed",
        "view_submission",
    }
)
ELSEWHERE = "Sluice works for another workspace here. Only its members can assign and decide; nothing was started."

Screen = Callable[[Envelope], Awaitable[BoltResponse | None]]  # the answer to someone who may not act; None to go on
Tell = Callable[[Envelope, str], None]  # says after the answer, where they pressed, why nothing was done


class Dispatch:
    """The answers to requests of either transport; a surface's listener takes the envelope by its name."""

    def __init__(
        self, app: AsyncApp, own: Installation, screen: Screen, tell: Tell, naming: Naming | None = None
    ) -> None:
        self._app, self._own, self._screen, self._tell = app, own, screen, tell
        self._naming = naming or Naming()

    async def answer(self, body: dict[str, Any]) -> BoltResponse:
        """Return the answer to a body that came from Slack.

        Raises:
            Malformed: it is nothing that Slack sends.
        """
        kind = body.get("type")
        if "command" not in body and isinstance(kind, str) and kind not in KINDS:
            log.warning("dispatch.other_kind", kind=kind[:100])
            return BoltResponse(status=200, body="")
        ASKED.set(began := time.monotonic())  # what is written for this answer shares the time that Slack waits for it
        try:
            envelope = read(body, self._own)
        except Foreign as workspace:
            log.info("dispatch.foreign", team=str(workspace))
            return _elsewhere(body)
        except Malformed as error:
            return self._unread(error, body)
        try:
            answer = await self._answer(body, envelope)
            log.debug("request", kind=envelope.kind, name=envelope.name, status=answer.status, ms=since(began))
            return self._named(answer) if self._naming.prefix and answer.body else answer
        except Malformed as error:
            return self._unread(error, body)
        except Exception as error:  # the edge: whoever waits gets words
            return self._failed(error, body, envelope)

    def _unread(self, error: Malformed, body: dict[str, Any]) -> BoltResponse:
        """Answer a person whose command, press or form came in a shape that nothing can be done with.

        Raises:
            Malformed: there is nobody who waits for words.
        """
        presser = pressed_by(body, self._own)
        if presser is None and "command" not in body and body.get("type") != "view_submission":
            raise error
        reference = errors.new_reference()
        log.warning("dispatch.unread", why=str(error), reference=reference)
        if presser is not None:
            self._tell(presser, errors.words(error, reference))
        return self._named(error_answers.answer(error, body, reference))

    def _failed(self, error: Exception, body: dict[str, Any], envelope: Envelope) -> BoltResponse:
        reference = errors.note(error, envelope.name or envelope.kind)
        answer = error_answers.answer(error, body, reference)
        if envelope.kind in PRESSED:  # Slack shows nothing of what these are answered
            self._tell(envelope, errors.words(error, reference))
        return self._named(answer) if self._naming.prefix and answer.body else answer

    def _named(self, answer: BoltResponse) -> BoltResponse:
        """Put the workspace's commands into an answer that people read."""
        if not answer.body.startswith("{"):
            return answer
        return error_answers.answered(self._naming.apply(json.loads(answer.body)))

    async def _answer(self, body: dict[str, Any], envelope: Envelope) -> BoltResponse:
        if (refusal := await self._screen(envelope)) is not None:
            return refusal
        answer = await self._app.async_dispatch(for_bolt(body, envelope))
        if answer.status == 404:  # Bolt knows no such kind of thing: a refusal would make Slack show a failure
            log.info("dispatch.unknown", kind=envelope.kind, name=envelope.name)
            return BoltResponse(status=200, body="")
        return answer


def _elsewhere(body: dict[str, Any]) -> BoltResponse:
    """Answer what is for another workspace: a command in words, all else with a plain yes, since a refusal would make
    Slack send it again."""
    if "command" not in body:
        return BoltResponse(status=200, body="")
    return error_answers.answered({"response_type": "ephemeral", "text": ELSEWHERE})
