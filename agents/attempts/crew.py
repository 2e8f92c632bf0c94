"""Who works in an installation, and who looks at the work: here, or in a process of their own."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from agents.attempts.answering import Explainer
from agents.review.critic import Critic
from agents.review.suggester import Suggests
from agents.roster.contract import Agent

Ready = Callable[[], Awaitable[object]]
Down = Callable[[], float]


async def at_once() -> None:
    """Return: who works in this process can always be asked."""


def never_down() -> float:
    """Return 0 seconds: who works in this process is there as long as it is."""
    return 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """The agents of an installation by name, and who checks, explains and suggests.

    Attributes:
        ready: returns when they can be asked.
        down: tells for how many seconds their process has not stayed up; 0 while it does.
    """

    workers: Mapping[str, Agent]
    critic: Critic
    explainer: Explainer
    suggester: Suggests | None = None
    ready: Ready = at_once
    down: Down = never_down
