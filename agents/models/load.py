"""The chat model with a name."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from agents.models.bounds import limits
from agents.models.choice import PROVIDERS
from agents.models.refusals import NoSuchModel

if TYPE_CHECKING:  # loaded only where there is a model: it takes half a second
    from langchain_core.language_models import BaseChatModel


KEYS: Mapping[str, str] = {name.partition(":")[0]: key for key, name in PROVIDERS.items()}
SHAPE = "Write PROVIDER:MODEL, for example anthropic:claude-sonnet-4-5, openai:gpt-5-mini or ollama:llama3.2."


def load(name: str, temperature: float | None = None, keys: Mapping[str, str] | None = None) -> "BaseChatModel":
    """Return the chat model with a name `provider:model`; it has a time limit and retries of its own.

    Args:
        keys: of the providers, by the names of `KEYS`; a client of another provider looks for its own.

    Raises:
        NoSuchModel: the provider is unknown, its package or its key is missing.
    """
    check_name(name, keys or {})
    provider = name.partition(":")[0]
    options: dict[str, Any] = {}
    if key := (keys or {}).get(KEYS.get(provider, "")):
        options["api_key"] = key
    from langchain.chat_models import init_chat_model

    if temperature is not None:
        options["temperature"] = temperature
    try:
        model: BaseChatModel = init_chat_model(name, **limits(provider), **options)
    except ImportError as error:
        raise NoSuchModel(f"{name} needs a package that is not installed: {error}") from error
    except Exception as error:  # providers raise what they like for a missing key or an unknown name
        raise NoSuchModel(f"{name} can't be used: {_reason(provider, error)}") from error
    return model


def check_name(name: str, keys: Mapping[str, str]) -> None:
    """Check what can be seen of a model without its provider's package: that costs seconds.

    Raises:
        NoSuchModel: it names no provider, or the key of that is missing.
    """
    provider, colon, _ = name.partition(":")
    if not colon:
        raise NoSuchModel(f"“{name}” names no provider. {SHAPE}")
    if provider in KEYS and not keys.get(KEYS[provider]):  # some clients ask for it only when they are called
        raise NoSuchModel(f"{name} can't be used: its key is missing. Set {KEYS[provider]}.")


def _reason(provider: str, error: Exception) -> str:
    if "model_provider" in str(error):
        return f"“{provider}” is no provider that is known here. {SHAPE}"
    if provider in KEYS and re.search("api.?key", str(error), re.I):
        return f"its key is missing. Set {KEYS[provider]}."
    return str(error).strip().splitlines()[0][:200]
