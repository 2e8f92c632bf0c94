"""What bounds a provider's client: the seconds of a call, and how often it tries again."""

from typing import Any

TIMEOUT = 60.0  # seconds for one call of a model


def limits(provider: str) -> dict[str, Any]:
    """Return what bounds a provider's client: the seconds of a call, and how often it tries again."""
    if provider == "ollama":
        return {"client_kwargs": {"timeout": TIMEOUT}}
    if provider != "openai":
        return {"timeout": TIMEOUT, "max_retries": 2}
    from openai import Timeout

    # Not a number: for a number, LangChain keeps one pool of connections for the process, beyond the event loop that
    # opened them, and the next loop that asks meets “Event loop is closed”.
    return {"timeout": Timeout(TIMEOUT), "max_retries": 2}
