"""Which tools an installation has, and which of them an agent gets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from agents.roster.agent_spec import AgentSpec
from agents.roster.repository_spec import RepositorySpec
from agents.roster.server_spec import ServerSpec
from agents.tools import files, python, repository
from agents.tools.ask_person import ask_person
from agents.tools.box import Toolbox, joined
from agents.tools.mcp import opener
from agents.tools.pins import Pins
from agents.tools.variables import Variables
from agents.tools.web import Web
from agents.tools.web_tools import toolbox as of_web


@dataclass(frozen=True, slots=True)
class Chest:
    """All sets of tools of an installation.

    Attributes:
        sets: by name, what makes a set of tools.
    """

    sets: Mapping[str, Callable[[], Toolbox]] = field(default_factory=dict)

    def box(self, spec: AgentSpec) -> Toolbox:
        """Return the tools of an agent; a note tells the agent which of its tools are not here."""
        toolboxes = [self.sets[name]() for name in spec.tools if name in self.sets]
        missing = [name for name in spec.tools if name not in self.sets]
        absent = f"You do not have these tools here: {', '.join(missing)}. Say so where it matters."
        return joined(Toolbox(always=[ask_person]), *toolboxes, Toolbox(notes=[absent] if missing else []))


def stocked(
    web: Web,
    repositories: Mapping[str, RepositorySpec],
    servers: Mapping[str, ServerSpec],
    pins: Pins,
    variables: Variables,
) -> Chest:
    """Return a chest with all tools of an installation.

    Args:
        variables: what the commands of its repositories may get.
    """
    sets: dict[str, Callable[[], Toolbox]] = {
        "files": lambda: files.toolbox(web.reader),
        "web": lambda: of_web(web),
        "python": python.toolbox,
        "repository": lambda: repository.toolbox(repositories, variables),
    }
    for name, spec in servers.items():
        sets[f"mcp:{name}"] = partial(Toolbox, opens=[opener(name, spec, pins)])
    return Chest(sets)
