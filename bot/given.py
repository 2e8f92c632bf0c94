"""What a demonstration, a test or a benchmark puts in the place of the usual."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from agents.review.critic import Critic
from agents.roster.contract import Agent
from agents.roster.quiet import Quiet
from bot.outbound.pacing import Pace
from bot.setup.model_loader import Load
from storage.ledger.core.ledger import utc_now


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The parts that a demonstration, a test or a benchmark puts in the place of the usual ones.

    Attributes:
        wall: the clock that collections go by, where it is not `clock`; `pace` says how much faster it runs.
        workers: agents by name instead of those that the settings name, who heed `quiet`.
        beside: agents by name that stand beside those, or in the place of one of them.
        load: makes the models of those that the settings name, and agents work in the bot's process.
        agents: the command that begins the agents' process, in the place of the usual.
    """

    clock: Callable[[], datetime] = utc_now
    wall: Callable[[], datetime] | None = None
    pace: float = 1.0
    pacer: Pace | None = None
    workers: Mapping[str, Agent] | None = None
    beside: Mapping[str, Agent] = field(default_factory=dict)
    critic: Critic | None = None
    load: Load | None = None
    agents: Sequence[str] = ()
    quiet: Quiet = field(default_factory=Quiet)
