"""The embedded model by its name: `local` for the one that was fetched, `local:FILE` for one of the person's own."""

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from agents.local.pinned import CODER
from agents.local.trusted import trusted
from agents.models.refusals import NoSuchModel

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from agents.local.engine import Engine


def load(name: str, weights: Path, temperature: float | None) -> "BaseChatModel":
    """Return the embedded chat model that a name stands for.

    Raises:
        NoSuchModel: its runtime is not installed, or its file is not there or not the one that is pinned.
    """
    try:
        import xllamacpp  # noqa: F401 - 100 MB, an extra
    except ImportError:
        raise NoSuchModel(f"{name} needs a package that is not installed: run `make .venv/local.done`.") from None
    named = name.partition(":")[2]
    path = Path(named) if named else weights / CODER.file
    if not path.exists():
        how = f"there is no file {path}" if named else "it was not fetched yet: run `sluice model fetch`"
        raise NoSuchModel(f"{name}: {how}.")
    from agents.local.chat import EmbeddedChat

    more = {} if temperature is None else {"temperature": temperature}
    return EmbeddedChat(_engine(path, pinned=not named), **more)


@lru_cache(maxsize=1)
def _engine(path: Path, pinned: bool) -> "Engine":
    """One for all agents of a process: it holds the weights, which are looked at once.

    Raises:
        NoSuchModel: it is not the file that is pinned.
    """
    if pinned and not trusted(path):
        raise NoSuchModel(f"{path} is not the file that is pinned. Remove it, and run `sluice model fetch`.")
    from agents.local.engine import Engine

    return Engine(path, max(1, (os.cpu_count() or 2) // 2))  # the other half serves people
