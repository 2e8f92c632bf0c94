"""The installation's own commands on a repository, outside of the sandbox."""

import asyncio
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from collections.abc import Collection, Mapping
from pathlib import Path

from agents import processors
from agents.roster.ends import Broken
from agents.tools.killing import kill

SECRET = 6  # characters from which on a value is kept out of messages


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
    process = await processors.begin(
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
