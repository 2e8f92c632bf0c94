"""The installation's own commands on a repository, outside of the sandbox: with the variables that its settings name,
and by git's settings that are ours."""

import asyncio
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from agents.roster.ends import Broken
from agents.roster.repository_spec import RepositorySpec
from agents.tools.killing import kill

ALWAYS = ("PATH", "HOME")
SECRET = 6  # characters from which on a value is kept out of messages
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


async def command(
    folder: Path, line: str, env: Mapping[str, str], secret: Collection[str] = (), seconds: float | None = None
) -> str:
    """Run a command of the installation and return its output.

    Args:
        env: all of its variables.
        secret: the names of those that no message quotes.
        seconds: that it may take; None: as long as who waits for it.

    Raises:
        Broken: it failed, or did not end.
    """
    process = await asyncio.create_subprocess_exec(
        "sh", "-c", line, cwd=folder, env=dict(env), stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, start_new_session=True
    )
    try:
        output, _ = await asyncio.wait_for(process.communicate(), seconds)
    except TimeoutError:
        await kill(process)
        raise Broken(f"“{line}” did not end within {seconds:g} seconds.", line) from None
    except asyncio.CancelledError:
        await kill(process)
        raise
    words = output.decode(errors="replace")
    if process.returncode != 0:
        raise Broken(f"“{line}” failed: {_hidden(words, env, secret).strip()[-300:]}", line)
    return words


def _hidden(words: str, env: Mapping[str, str], secret: Collection[str]) -> str:
    """Return words without the values of secret variables."""
    for name in secret:
        if len(env.get(name, "")) >= SECRET:
            words = words.replace(env[name], f"${name}")
    return words
