"""What a call says of a message: its text, its blocks and its metadata, as far as Slack takes them."""

from typing import Any

from localslack.api_error import Wrong
from localslack.limits import message_error
from localslack.workspace import Json, Workspace

LONGEST, UPDATED, METADATA = 40_000, 4_000, 16_000  # characters of a text, of an update's, of metadata as JSON


def content_of(workspace: Workspace, a: Json, longest: int = LONGEST) -> Json:
    """Return what a call says of a message: whose it is, its text and its blocks.

    Raises:
        Wrong: Slack would not take it.
    """
    blocks = a.get("blocks") or []
    wrong = message_error(blocks)
    if wrong is not None:
        raise Wrong(*wrong)
    if not blocks and not a.get("text"):
        raise Wrong("no_text")
    if len(a.get("text") or "") > longest:
        raise Wrong("msg_too_long")
    _check_metadata(a.get("metadata"))
    c = workspace.config
    return {"user": c.bot_user, "bot_id": c.bot_id, "app_id": c.app_id, "text": a.get("text") or "", "blocks": blocks}


def _check_metadata(metadata: Any) -> None:
    """Check the metadata of a message.

    Raises:
        Wrong: it is not a name and an object, or too large (docs.slack.dev/messaging/message-metadata).
    """
    if not metadata:
        return
    named = isinstance(metadata, dict) and isinstance(metadata.get("event_type"), str) and metadata["event_type"]
    if not named or not isinstance(metadata.get("event_payload"), dict):
        raise Wrong("invalid_metadata_format")
    if len(str(metadata)) > METADATA:
        raise Wrong("metadata_too_large")
