from pathlib import Path

import pytest

from agents.attempts.lacking import lacking, lacks
from agents.roster.agent_spec import AgentSpec
from agents.roster.built_in import BUILT_IN
from agents.roster.repository_spec import RepositorySpec

SHOP = {"shop": RepositorySpec(path=Path("/nowhere"), test="true")}


@pytest.mark.parametrize(
    "agent, model, repositories, words",
    [
        ("coder", "", SHOP, "needs a language model: none is connected"),
        ("coder", "local", SHOP, "the built-in model is too small"),
        ("coder", "anthropic:x", {}, "none is configured here"),
        ("coder", "anthropic:x", SHOP, ""),
        ("writer", "", {}, ""),
        ("analyst", "", {}, ""),
        ("researcher", "local", {}, ""),
    ],
)
def test_what_an_agent_cannot_work_without_is_known(agent: str, model: str, repositories: dict, words: str) -> None:
    why = lacks(agent, BUILT_IN[agent], model, repositories)
    assert words in why if words else why == ""
    assert why == "" or "Who runs Sluice can" in why  # what would help


def test_only_those_that_lack_something_are_named() -> None:
    agents = {**BUILT_IN, "mender": AgentSpec(description="x", tools=("repository",))}
    assert set(lacking(agents, dict.fromkeys(agents, "openai:x"), {})) == {"coder", "mender"}
