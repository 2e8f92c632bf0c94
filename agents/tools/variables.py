"""The variables that commands of repositories get: those that the settings name, and git's settings that are ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from agents.roster.repository_spec import RepositorySpec

ALWAYS = ("PATH", "HOME")
QUIETLY: Mapping[str, str] = {  # git's settings, by which no file of a repository names a program
    "core.hooksPath": "/dev/null",
    "core.fsmonitor": "false",
    "core.attributesFile": "/dev/null",
    "protocol.ext.allow": "never",
}


@dataclass(frozen=True, slots=True)
class Variables:
    """The variables of this process that commands of repositories may get."""

    values: Mapping[str, str] = field(default_factory=dict, repr=False)

    def of(self, spec: RepositorySpec) -> dict[str, str]:
        """Return the variables for the commands of one repository."""
        return {name: self.values[name] for name in (*ALWAYS, *spec.env) if name in self.values}


def configured(settings: Mapping[str, str]) -> dict[str, str]:
    """Return variables that set git's settings above all others, also for every git that a command starts."""
    found = {"GIT_CONFIG_COUNT": str(len(settings)), "GIT_TERMINAL_PROMPT": "0"}
    for number, (key, value) in enumerate(settings.items()):
        found |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return found
