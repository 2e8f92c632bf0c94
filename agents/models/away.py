"""Whether a provider cannot be used for now."""

from collections.abc import Mapping

from agents.models.client_errors import address, first_line, status_of

AWAY = frozenset({408, 409, 429, 500, 502, 503, 504, 529})
ADDRESSES: Mapping[str, str] = {  # where each provider's client is told its address
    "anthropic": "ANTHROPIC_BASE_URL",
    "openai": "OPENAI_BASE_URL",
    "ollama": "OLLAMA_HOST",
}


class Away(Exception):
    """A provider that cannot be used now but may be later; the message says which, where, and what to look at."""

    @property
    def about(self) -> str:
        """The name of its model, in the same words for each task; “provider” where the message begins with none."""
        first = str(self).partition(" ")[0]
        return first if ":" in first else "provider"


def passing(error: BaseException) -> bool:
    """Tell whether an error means that a provider cannot be used now but may be later."""
    kinds = {kind.__name__ for kind in type(error).__mro__}  # the clients of OpenAI, Anthropic, and Ollama's httpx
    return (
        isinstance(error, Away)
        or status_of(error) in AWAY
        or bool(kinds & {"APIConnectionError", "TransportError", "ConnectError"})
    )


def away(name: str, error: Exception) -> Away | None:
    """Return an error as `Away` when a provider cannot be used now; None for any other error."""
    if not passing(error) or isinstance(error, Away):
        return error if isinstance(error, Away) else None
    provider, status = name.partition(":")[0], status_of(error)
    place = address(error)
    if status:
        return Away(f"{name}{place} answers {status}: {first_line(error)}.")
    look = " and ".join([*([ADDRESSES[provider]] if provider in ADDRESSES else []), "the network"])
    running = " and whether Ollama runs" if provider == "ollama" else ""
    return Away(f"{name} can't be reached{place} ({first_line(error)}). Check {look}{running}.")
