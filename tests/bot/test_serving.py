"""One shape of answering: what Slack is told of a press, a form or a command, and when."""

from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.routes.answers import Answer, Close, Done, FieldError, Open, Redraw, Replace, Say, Update, at_field
from bot.routes.route import Handler, Route, RouteKind
from bot.routes.serving import Serving
from bot.views.kit import Message
from storage.ledger.core.ledger import Duplicate
from storage.rules.refusal import Refused, Stale

ASKED = Envelope(kind="block_actions", team="T1", user="U1", channel="C1", dedup="d", response_url="https://r")
VIEW = {"type": "modal"}
BENEATH = "K.1\nV1 K.1"  # a form over the window V1
WORDS = Message("Words", ())


class Slack:
    """Notes in one list what Slack is told and what is done, in order."""

    def __init__(self) -> None:
        self.seen = list[Any]()
        self._job_runner = list[Awaitable[object]]()

    def __getattr__(self, name: str) -> Callable[..., Awaitable[bool]]:
        async def call(*arguments: Any, **_: Any) -> bool:
            self.seen.append((name, arguments[-1]))
            return True

        return call

    async def ack(self, **answer: Any) -> None:
        self.seen.append(("ack", answer.get("response_action") or answer.get("text") or ""))

    async def show(self, envelope: Envelope) -> None:
        self.seen.append(("show", envelope.view_id))

    async def show_refused(self, envelope: Envelope, no: Refused) -> None:
        self.seen.append(("show refused", no.why))

    def after(self, work: Awaitable[object], envelope: Envelope | None = None) -> None:
        self._job_runner.append(work)

    async def serve(self, kind: RouteKind, handler: Handler, envelope: Envelope = ASKED) -> list[Any]:
        desk = SimpleNamespace(
            after=self.after, refuse=self.refuse, whisper=self.whisper, open=self.open, slack=self, tell=self.tell
        )
        await Serving(cast(Desk, desk), self).serve(Route(kind, "x", handler), cast(Any, self.ack), envelope)
        for work in self._job_runner:
            await work
        return self.seen


def answering(slack: Slack, answer: Answer | Exception) -> Handler:
    async def handler(envelope: Envelope) -> Answer:
        slack.seen.append(("done", ""))
        if isinstance(answer, Exception):
            raise answer
        return answer

    return handler


@pytest.mark.parametrize(
    ("kind", "answer", "seen"),
    [
        (RouteKind.OPENS, Open(VIEW), [("ack", ""), ("done", ""), ("open", VIEW)]),
        (RouteKind.OPENS, Update(VIEW), [("ack", ""), ("done", ""), ("update_view", VIEW)]),
        (RouteKind.OPENS, Refused("no"), [("ack", ""), ("done", ""), ("refuse", "no")]),
        (RouteKind.PRESS, Redraw(), [("done", ""), ("ack", ""), ("show", "")]),
        (RouteKind.PRESS, Say(WORDS), [("done", ""), ("ack", ""), ("whisper", WORDS)]),
        (RouteKind.PRESS, Replace(WORDS), [("done", ""), ("ack", ""), ("replace", WORDS)]),
        (RouteKind.PRESS, Duplicate("before"), [("done", ""), ("ack", ""), ("show", "")]),
        (RouteKind.PRESS, Stale("changed"), [("done", ""), ("ack", ""), ("show refused", "changed")]),
        (RouteKind.PRESS, Refused("no"), [("done", ""), ("ack", ""), ("refuse", "no")]),
        (RouteKind.SHORTCUT, Open(VIEW), [("done", ""), ("ack", ""), ("open", VIEW)]),
        (RouteKind.FORM, Close(), [("done", ""), ("ack", "clear")]),
        (RouteKind.FORM, Update(VIEW), [("done", ""), ("ack", "update")]),
        (RouteKind.FORM, FieldError("goal", "empty"), [("done", ""), ("ack", "errors")]),
        (RouteKind.FORM, Duplicate("before"), [("done", ""), ("ack", "clear")]),
        (RouteKind.FORM, Refused("no"), [("done", ""), ("ack", "update")]),
        (RouteKind.COMMAND, Say(WORDS), [("done", ""), ("ack", "Words")]),
        (RouteKind.COMMAND, Open(VIEW), [("done", ""), ("ack", ""), ("open", VIEW)]),
        (RouteKind.COMMAND, Refused("no"), [("done", ""), ("ack", "no")]),
        (RouteKind.EVENT, Done(), [("done", ""), ("ack", "")]),
    ],
)
async def test_what_slack_is_told(kind: RouteKind, answer: Answer | Exception, seen: list[Any]) -> None:
    slack = Slack()
    assert await slack.serve(kind, answering(slack, answer)) == seen


@pytest.mark.parametrize("answer", [Close(), Duplicate("before"), Refused("no")])
async def test_the_window_beneath_a_form_is_drawn_again(answer: Answer | Exception) -> None:
    slack, form = (
        Slack(),
        Envelope(kind="view_submission", team="T1", user="U1", channel="", dedup="d", metadata=BENEATH),
    )
    seen = await slack.serve(RouteKind.FORM, answering(slack, answer), form)
    assert seen[1][0] == "ack" and seen[1][1] in ("", "update")  # the form closes alone, or says why
    assert seen[-1] == ("show", "V1")


@pytest.mark.parametrize("kind", list(RouteKind))
async def test_what_follows_comes_after_the_acknowledgement(kind: RouteKind) -> None:
    slack = Slack()

    async def then() -> None:
        slack.seen.append(("then", ""))

    seen = await slack.serve(kind, answering(slack, Done(then=then)))
    assert seen[-1] == ("then", "") and ("ack", "clear" if kind is RouteKind.FORM else "") in seen[:-1]


async def test_an_unexpected_error_is_left_to_the_edge() -> None:
    slack = Slack()
    with pytest.raises(ZeroDivisionError):
        await slack.serve(RouteKind.PRESS, answering(slack, ZeroDivisionError()))
    assert ("ack", "") not in slack.seen


def test_a_refusal_stands_at_its_field_but_what_has_changed_does_not() -> None:
    with pytest.raises(FieldError) as told, at_field("until"):
        raise Refused("no time")
    assert (told.value.block, told.value.why) == ("until", "no time")
    with pytest.raises(Stale), at_field("until"):
        raise Stale("decided")
