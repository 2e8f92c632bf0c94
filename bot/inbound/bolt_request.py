"""A body of Slack's as a request that Bolt can read."""

from typing import Any

from slack_bolt.request.async_request import AsyncBoltRequest

from bot.envelope.payload import Envelope, Malformed

_MATCHED = ("action_id", "callback_id")  # that Bolt's listeners of options, shortcuts and dialogs look at


def for_bolt(body: dict[str, Any], envelope: Envelope) -> AsyncBoltRequest:
    """Return a request with the body and its envelope.

    Raises:
        Malformed: Bolt can't read a sender, a team or a channel from it, or can't match it with a listener.
    """
    body = {name: value for name, value in body.items() if value is not None}
    if isinstance(view := body.get("view"), dict):  # Bolt's matching reads both, and a new kind may lack them
        kind = "home" if view.get("type") == "home" else "modal"  # of an old one, a workflow's step, Bolt wants more
        body = {**body, "view": {"callback_id": "", **view, "type": kind}}
    try:
        matched = [body["event"].get("type")] if "event" in body else [body[key] for key in _MATCHED if key in body]
        request = AsyncBoltRequest(body=body, mode="socket_mode", context={"envelope": envelope})
    except (TypeError, AttributeError, KeyError, IndexError) as error:
        raise Malformed(f"not a body that Bolt can read: {error}") from None
    if not all(isinstance(name, str) for name in matched):
        raise Malformed("a name that is no text")
    return request
