"""What an agent cannot work without, known before any work."""

from collections.abc import Mapping

from agents.models.kinds import embedded
from agents.roster.agent_spec import AgentSpec
from agents.roster.repository_spec import RepositorySpec

CODE = "repository"  # the set of tools that works on code


def lacks(name: str, spec: AgentSpec, model: str, repositories: Mapping[str, RepositorySpec]) -> str:
    """Return why an agent cannot work here, and what would help; empty when it can work.

    Args:
        model: its own as `provider:model`; empty for none.
    """
    if CODE not in spec.tools:
        return ""
    if not model:
        return (
            f"{name} works on code, and that needs a language model: none is connected here. Who runs Sluice can set "
            "ANTHROPIC_API_KEY or OPENAI_API_KEY."
        )
    if embedded(model):
        return (
            f"{name} works on code, and the built-in model is too small for that. Who runs Sluice can set "
            "ANTHROPIC_API_KEY or OPENAI_API_KEY."
        )
    if not repositories:
        return (
            f"{name} works on a repository, and none is configured here. Who runs Sluice can name one in sluice.toml, "
            "under [repositories]."
        )
    return ""


def lacking(
    agents: Mapping[str, AgentSpec], models: Mapping[str, str], repositories: Mapping[str, RepositorySpec]
) -> Mapping[str, str]:
    """Return what each agent that cannot work lacks, by the agent's name."""
    values = {name: lacks(name, spec, models.get(name, ""), repositories) for name, spec in agents.items()}
    return {name: why for name, why in values.items() if why}
