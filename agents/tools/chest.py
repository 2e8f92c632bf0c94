"""Which tools an installation has, and which of them an agent gets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from agents.specs import AgentSpec, RepositorySpec, ServerSpec
from agents.tools import files, python, repository
from agents.tools.box import Toolbox
from agents.tools.mcp import Pins, opener
from agents.tools.people import ask_person
from agents.tools.web import Web
from agents.tools.web import toolbox as of_web


@dataclass(frozen=True, slots=True)
class Chest:
    """
    Attributes:
        sets: by name, what makes an agent's part of a set of tools.
    """

    sets: Mapping[str, Callable[[str], Toolbox]] = field(default_factory=dict)

    def box(self, agent: str, spec: AgentSpec) -> Toolbox:
        """The agent's tools; what it names and the installation does not have, it is told that it does not have."""
        found = [self.sets[name](agent) for name in spec.tools if name in self.sets]
        missing = [name for name in spec.tools if name not in self.sets]
        absent = (
            [f"You do not have these tools here: {', '.join(missing)}. Say so where it matters."] if missing else []
        )
        return Toolbox(
            [ask_person, *(tool for box in found for tool in box.always)],
            [*(note for box in found for note in box.notes), *absent],
            [opens for box in found for opens in box.opens],
            [closes for box in found for closes in box.closes],
        )


def stocked(
    web: Web, repositories: Mapping[str, RepositorySpec], servers: Mapping[str, ServerSpec], pins: Pins
) -> Chest:
    """All that an installation has."""
    sets: dict[str, Callable[[str], Toolbox]] = {
        "files": lambda agent: files.toolbox(),
        "web": lambda agent: of_web(web),
        "python": lambda agent: python.toolbox(),
    }
    if repositories:
        sets["repository"] = lambda agent: repository.toolbox(repositories)
    for name, spec in servers.items():
        sets[f"mcp:{name}"] = _server(name, spec, pins)
    return Chest(sets)


def _server(name: str, spec: ServerSpec, pins: Pins) -> Callable[[str], Toolbox]:
    return lambda agent: Toolbox(opens=[opener(name, spec, pins)])
