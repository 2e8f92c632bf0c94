"""The one place where the unexpected is caught: a person gets words and a reference, the log gets the rest."""

import json
import secrets
from collections.abc import Iterable
from typing import Any

import structlog
from slack_bolt.response import BoltResponse

from bot.views import receipt, review
from storage.jobs.trying import DATABASE_ERRORS

log = structlog.get_logger()

NOT_SAVED = "That was not saved; nothing was changed. Please try again in a moment."


def words(error: Exception, reference: str) -> str:
    """Return what a person reads after an unexpected error, with the reference that the log has, too."""
    if isinstance(error, DATABASE_ERRORS):
        return f"{NOT_SAVED} (Reference {reference})"
    return f"Something went wrong and nothing was changed. If it happens again, tell your administrator: {reference}"


def note(error: Exception, kind: str) -> str:
    """Write an error to the log; return the reference by which a person can name it."""
    name = new_reference()
    if isinstance(error, DATABASE_ERRORS):
        log.error("not saved", reference=name, kind=kind, why=str(getattr(error, "orig", error)).strip())
    else:
        log.error("unexpected", reference=name, kind=kind, exc_info=error)
    return name


def new_reference() -> str:
    """Return a new name for a line of the log, which a person can tell their administrator."""
    return secrets.token_hex(3).upper()


def answer(error: Exception, body: dict[str, Any], reference: str) -> BoltResponse:
    """Return the answer that Slack gets after an error.

    An event that was not saved gets 503, so that Slack sends it again; one that this version can't read would fail
    again, and too many failures end the subscription.
    """
    text = words(error, reference)
    if "command" in body:
        message = receipt.echo(text, str(body.get("text") or ""))
        return _json({"response_type": "ephemeral", "text": message.text, "blocks": list(message.blocks)})
    if body.get("type") == "event_callback" and isinstance(error, DATABASE_ERRORS):
        return BoltResponse(status=503, body="not saved")
    if body.get("type") == "view_submission":
        return _json(not_taken(_inputs(body.get("view")), "Not saved", text))
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


def _json(body: dict[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=json.dumps(body), headers={"content-type": ["application/json"]})
