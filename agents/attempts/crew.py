"""Who works in an installation, and who looks at the work: here, or in a process of their own."""

from collections.abc import Mapping
from dataclasses import dataclass

from agents.attempts.answering import Explainer
from agents.review.critic import Critic
from agents.review.suggester import Suggests
from agents.roster.contract import Agent


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """The agents of an installation by name, and who checks, explains and suggests."""

    workers: Mapping[str, Agent]
    critic: Critic
    explainer: Explainer
    suggester: Suggests | None = None
