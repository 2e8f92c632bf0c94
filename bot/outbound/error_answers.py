"""What Slack gets as the answer where something unexpected happened, and where nothing comes of a submission."""

import json
from collections.abc import Iterable
from typing import Any

from slack_bolt.response import BoltResponse

from bot.outbound.errors import words
from bot.views import kept_words
from bot.views.review import review
from storage.jobs.trying import DATABASE_ERRORS


def answer(error: Exception, body: dict[str, Any], reference: str) -> BoltResponse:
    """Return the answer that Slack gets after an error.

    An event that was not saved gets 503, so that Slack sends it again; one that this version can't read would fail
    again, and too many failures end the subscription.
    """
    text = words(error, reference)
    if "command" in body:
        message = kept_words.echo(text, str(body.get("text") or ""))
        return answered({"response_type": "ephemeral", "text": message.text, "blocks": list(message.blocks)})
    if body.get("type") == "event_callback" and isinstance(error, DATABASE_ERRORS):
        return BoltResponse(status=503, body="not saved")
    if body.get("type") == "view_submission":
        return answered(not_taken(_inputs(body.get("view")), "Not saved", text))
    return BoltResponse(status=200, body="")


def _inputs(view: object) -> list[str]:
    """Return the ids of a window's input blocks."""
    blocks = view.get("blocks") if isinstance(view, dict) else None
    shown = [b for b in blocks if isinstance(b, dict)] if isinstance(blocks, list) else []
    return [b["block_id"] for b in shown if b.get("type") == "input" and isinstance(b.get("block_id"), str)]


def not_taken(fields: Iterable[str], title: str, why: str) -> dict[str, Any]:
    """Return the answer to a submission that nothing comes of now: a window with fields stays, with all that was typed.

    Args:
        fields: the ids of the window's input blocks.
    """
    field = next(iter(fields), None)
    if field is not None:
        return {"response_action": "errors", "errors": {field: why}}
    return {"response_action": "update", "view": review.notice(title, why)}


def answered(body: dict[str, Any]) -> BoltResponse:
    """Return a response whose body Slack shows: a message after a command, a change of the window after a form."""
    return BoltResponse(status=200, body=json.dumps(body), headers={"content-type": ["application/json"]})
