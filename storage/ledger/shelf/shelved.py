"""A new item for a shelf."""

from dataclasses import dataclass
from typing import Any

from storage.rules.values.ask import Kind
from storage.rules.values.item import Remedy


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """A new item for a shelf; `words` and `doubts` tell how long it takes to decide, `versions` what there is to
    choose, `problem` what did not work (beside versions that did), `remedy` what may help, `asked` that it is wanted
    now, `quiet` that it waits for a collection, `rest` that it holds nothing up. `reviewer` is whose shelf, where it is
    not that of the task's reviewer, and `named` a colleague who could do it instead, the place that did not get it, or
    the task that holds it."""

    kind: Kind
    words: int
    doubts: int = 0
    problem: str = ""
    versions: tuple[int, ...] = ()
    attempt: int | None = None
    ask: dict[str, Any] | None = None
    asked: bool = False
    remedy: Remedy = Remedy.BRIEF
    reviewer: str = ""
    named: str = ""
    quiet: bool = False
    rest: bool = False
