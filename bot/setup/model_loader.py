"""How a model is loaded by its name: the embedded one from its weights, the others from their providers."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from agents.local import load as embedded
from agents.models import kinds
from agents.models import load as models

Load = Callable[[str, float | None], Any]  # a chat model by `provider:model` and temperature


def loader(weights: Path, keys: Mapping[str, SecretStr]) -> Load:
    """Return a function that makes a model by its name.

    The embedded one comes from the folder of its weights, the others from their providers, with their keys.
    """
    own = {name: key.get_secret_value() for name, key in keys.items()}

    def load(name: str, heat: float | None) -> Any:
        return embedded.load(name, weights, heat) if kinds.embedded(name) else models.load(name, heat, own)

    return load
