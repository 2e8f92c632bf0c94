"""What an error of a provider's client tells: the status of the answer, the server, the provider's own sentence."""

import re

_MENTION = re.compile(r"<(?=[@#!])")  # what Slack would read so
_STATUS = re.compile(r"^Error code: \d+(?: - )?|\s*\(status code: -?\d+\)$")  # what clients write around the sentence


def address(error: BaseException) -> str:
    """Return “ at https://…” with the server that an error names; "" when it names none."""
    try:
        url = getattr(error, "request", None) and error.request.url  # type: ignore[attr-defined]
    except RuntimeError:  # httpx, of an error without a request
        url = None
    if url:
        return f" at {url.scheme}://{url.netloc.decode()}"
    cause = error.__cause__
    return address(cause) if cause is not None else ""


def first_line(error: BaseException) -> str:
    """Return the first line of what a provider says, without its full stop; the kind of error when it says nothing.

    What Slack would read as a mention is none any more.
    """
    said = _MENTION.sub("‹", _message(getattr(error, "body", None)) or _STATUS.sub("", str(error).strip()))
    return next(iter(said.strip().splitlines()), type(error).__name__).rstrip(".")[:200]


def _message(body: object) -> str:
    """Return the sentence in the JSON that a provider answered with; "" when there is none."""
    if isinstance(body, str):
        return "" if body.lstrip().startswith("<") else body  # a page says nothing
    if not isinstance(body, dict):
        return ""
    return next(filter(None, (_message(body.get(name)) for name in ("message", "error", "detail"))), "")


def status_of(error: BaseException) -> int:
    """Return the status that a provider answered with; 0 when it did not answer."""
    status = getattr(error, "status_code", 0)
    return status if isinstance(status, int) else 0
