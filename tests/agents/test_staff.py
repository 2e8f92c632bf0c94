"""Several versions side by side are each made another way."""

from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver

from agents.attempts.staff import Resources, SideBySide
from agents.roster.agent_spec import AgentSpec
from agents.tools.chest import Chest
from tests.agents.given import LedgerLink, assignment
from tests.agents.scripted import Scripted, hands_in


@pytest.mark.parametrize("fallback", [None, "test:other"])
async def test_no_two_versions_are_made_the_same_way(tmp_path: Path, fallback: str | None) -> None:
    used: list[tuple[str, float | None]] = []

    def load(name: str, temperature: float | None) -> Any:
        def answer(messages: Any) -> Any:
            used.append((name, temperature))
            return hands_in()

        return Scripted(script=[answer])

    resources = Resources(saver=InMemorySaver(), home=tmp_path, link=LedgerLink(), chest=Chest(), load=load)
    made = SideBySide("writer", AgentSpec(description="x", fallback=fallback, temperature=0.5), "test:main", resources)
    for candidate in range(3):
        await made.work(assignment(candidate=candidate))
    assert used[0] == ("test:main", 0.5)
    assert len(set(used)) == 3
