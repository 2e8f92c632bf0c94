"""Which language model does the work (configured, by key, Ollama, or none), and what its provider's errors mean."""

import asyncio
import json
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agents.roster.ends import Broken, CannotDo

if TYPE_CHECKING:  # loaded only where there is a model: it takes half a second
    from langchain_core.language_models import BaseChatModel

OLLAMA = ("127.0.0.1", 11434)
PROVIDERS: Mapping[str, str] = {
    "ANTHROPIC_API_KEY": "anthropic:claude-sonnet-4-5",
    "OPENAI_API_KEY": "openai:gpt-5-mini",
}
TIMEOUT = 60.0  # seconds for one call of a model
REFUSALS: Mapping[int, str] = {
    401: "the provider does not accept the key",
    402: "the provider wants to be paid first",
    403: "the provider does not let this key use it",
    404: "the provider knows no such model",
}
CALL = frozenset({400, 413, 422})  # of this very call: it is too long, or not what the model takes
AWAY = frozenset({408, 409, 429, 500, 502, 503, 504, 529})
ADDRESSES: Mapping[str, str] = {  # where each provider's client is told its address
    "anthropic": "ANTHROPIC_BASE_URL",
    "openai": "OPENAI_BASE_URL",
    "ollama": "OLLAMA_HOST",
}
KEYS: Mapping[str, str] = {name.partition(":")[0]: key for key, name in PROVIDERS.items()}
SHAPE = "Write PROVIDER:MODEL, for example anthropic:claude-sonnet-4-5, openai:gpt-5-mini or ollama:llama3.2."


class Away(Exception):
    """A provider that cannot be used now but may be later; the message says which, where, and what to look at."""


class NoSuchModel(Broken):
    """A configured model that cannot be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The model's name as `provider:model` (empty: the offline worker), and why it was chosen."""

    name: str
    why: str


async def choose(configured: str | None, keys: Container[str]) -> Choice:
    """Choose the model of an installation, and say why.

    Args:
        configured: `SLUICE_MODEL`.
        keys: names of the providers' keys that there are.
    """
    if configured == "offline":
        return Choice("", "SLUICE_MODEL=offline")
    if configured:
        return Choice(configured, f"SLUICE_MODEL={configured}")
    for key, name in PROVIDERS.items():
        if key in keys:
            return Choice(name, f"{key} is set")
    text = await ollama()
    if text:
        return Choice(f"ollama:{text}", "a local Ollama was found")
    return Choice("", "no model was found")


def embedded(name: str) -> bool:
    """Tell whether a model runs in this process."""
    return name.partition(":")[0] == "local"


def free(name: str) -> bool:
    """Tell whether calls of a model cost nothing."""
    return embedded(name) or name.startswith("ollama:")


def refused(name: str, error: Exception) -> CannotDo | None:
    """Return the reason why a provider refuses and trying again is pointless; None for any other error.

    Args:
        error: of any provider's client; those of OpenAI, Anthropic and Ollama carry the status of the answer.
    """
    status = _status(error)
    if status == 400 and re.search("credit balance|billing|api.?key", str(error), re.I):
        status = 402
    if status in CALL:
        return CannotDo(f"{name}: the provider refuses this call ({status}): {error}"[:300])
    return NoSuchModel(f"{name}: {REFUSALS[status]} ({status}).") if status in REFUSALS else None


def passing(error: BaseException) -> bool:
    """Tell whether an error means that a provider cannot be used now but may be later."""
    kinds = {kind.__name__ for kind in type(error).__mro__}  # the clients of OpenAI, Anthropic, and Ollama's httpx
    return (
        isinstance(error, Away)
        or _status(error) in AWAY
        or bool(kinds & {"APIConnectionError", "TransportError", "ConnectError"})
    )


def away(name: str, error: Exception) -> Away | None:
    """Return an error as `Away` when a provider cannot be used now; None for any other error."""
    if not passing(error) or isinstance(error, Away):
        return error if isinstance(error, Away) else None
    provider, status = name.partition(":")[0], _status(error)
    place = address(error)
    if status:
        return Away(f"{name}{place} answers {status}: {_first_line(error)}")
    look = " and ".join([*([ADDRESSES[provider]] if provider in ADDRESSES else []), "the network"])
    running = " and whether Ollama runs" if provider == "ollama" else ""
    return Away(f"{name} can't be reached{place} ({_first_line(error)}). Check {look}{running}.")


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


async def ask_for_a_word(name: str, model: "BaseChatModel", within: float) -> None:
    """Make the smallest call that shows whether a model can be used.

    Raises:
        CannotDo: the provider refuses the key, the model or the call.
        Away: it can't be used for now.
    """
    try:
        async with asyncio.timeout(within):
            await model.ainvoke([("human", "Answer with one word: ok")])
    except TimeoutError:
        raise Away(f"{name} did not answer within {within:g} s.") from None
    except Exception as error:  # of any provider's client
        raise refused(name, error) or away(name, error) or Away(f"{name}: {_first_line(error)}") from error


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__).rstrip(".")[:200]


def _status(error: BaseException) -> int:
    status = getattr(error, "status_code", 0)
    return status if isinstance(status, int) else 0


async def ollama(address: tuple[str, int] = OLLAMA, within: float = 0.5) -> str | None:
    """Return the first model of an Ollama on this machine; None when no Ollama runs."""
    try:
        async with asyncio.timeout(within):
            reader, writer = await asyncio.open_connection(*address)
            writer.write(f"GET /api/tags HTTP/1.0\r\nHost: {address[0]}\r\n\r\n".encode())
            answer = await reader.read(1_000_000)
            writer.close()
        models = json.loads(answer.split(b"\r\n\r\n", 1)[1])["models"]
        return str(models[0]["name"]) if models else None
    except (OSError, TimeoutError, ValueError, LookupError, TypeError):
        return None


def load(name: str, temperature: float | None = None, keys: Mapping[str, str] | None = None) -> "BaseChatModel":
    """Return the chat model with a name `provider:model`; it has a time limit and retries of its own.

    Args:
        keys: of the providers, by the names of `KEYS`; a client of another provider looks for its own.

    Raises:
        NoSuchModel: the provider is unknown, its package or its key is missing.
    """
    provider, colon, _ = name.partition(":")
    if not colon:
        raise NoSuchModel(f"“{name}” names no provider. {SHAPE}")
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {}
    if key := (keys or {}).get(KEYS.get(provider, "")):
        options["api_key"] = key
    if temperature is not None:
        options["temperature"] = temperature
    try:
        model: BaseChatModel = init_chat_model(name, **_limits(provider), **options)
    except ImportError as error:
        raise NoSuchModel(f"{name} needs a package that is not installed: {error}") from error
    except Exception as error:  # providers raise what they like for a missing key or an unknown name
        raise NoSuchModel(f"{name} can't be used: {_reason(provider, error)}") from error
    return model


def _limits(provider: str) -> dict[str, Any]:
    """Return what bounds a provider's client: the seconds of a call, and how often it tries again."""
    if provider == "ollama":
        return {"client_kwargs": {"timeout": TIMEOUT}}
    if provider != "openai":
        return {"timeout": TIMEOUT, "max_retries": 2}
    from openai import Timeout

    # Not a number: for a number, LangChain keeps one pool of connections for the process, beyond the event loop that
    # opened them, and the next loop that asks meets “Event loop is closed”.
    return {"timeout": Timeout(TIMEOUT), "max_retries": 2}


def _reason(provider: str, error: Exception) -> str:
    if "model_provider" in str(error):
        return f"“{provider}” is no provider that is known here. {SHAPE}"
    if provider in KEYS and re.search("api.?key", str(error), re.I):
        return f"its key is missing. Set {KEYS[provider]}."
    return str(error).strip().splitlines()[0][:200]
