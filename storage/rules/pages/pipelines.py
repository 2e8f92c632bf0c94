"""What views draw of a pipeline."""

from dataclasses import dataclass

from storage.rules.values.task import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """The tasks of one task's pipeline, in the order of their making: those around it, and how many are further.

    Attributes:
        earlier: how many stand before those that are shown.
        later: how many stand behind them.
    """

    around: tuple[Task, ...] = ()
    earlier: int = 0
    later: int = 0
