"""What a provider refuses for good, and why."""

import re
from collections.abc import Mapping

from agents.models.client_errors import first_line, status_of
from agents.roster.ends import Broken, CannotDo, Stuck

REFUSALS: Mapping[int, str] = {
    401: "the provider does not accept the key",
    402: "the provider wants to be paid first",
    403: "the provider does not let this key use it",
    404: "the provider knows no such model",
}
_UNPAID = re.compile("credit balance|billing|insufficient_quota", re.I)
_BAD_KEY = re.compile("api.?key", re.I)  # that Google answers with 400
CALL = frozenset({400, 413, 422})  # of this very call: it is too long, or not what the model takes


class NoSuchModel(Broken):
    """A configured model that cannot be used; the message says what to do."""


def refused(name: str, error: Exception) -> CannotDo | None:
    """Return the reason why a provider refuses and trying again is pointless; None for any other error.

    Args:
        error: of any provider's client; those of OpenAI, Anthropic and Ollama carry the status of the answer.
    """
    status = status_of(error)
    if status == 400:
        status = 402 if _UNPAID.search(str(error)) else 401 if _BAD_KEY.search(str(error)) else 400
    if status == 429 and "insufficient_quota" in str(error):
        status = 402
    if status in CALL:
        return Stuck(f"{name}: the provider refuses this call ({status}): {first_line(error)}.")
    return NoSuchModel(f"{name}: {REFUSALS[status]} ({status}).") if status in REFUSALS else None
