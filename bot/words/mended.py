"""A command that was refused, mended in the words of who typed it."""

from collections.abc import Awaitable, Callable, Sequence

from bot.envelope.decoding import Said
from storage.rules.mending import mended
from storage.rules.noted import Problem

MOST = 20  # things that are mended in one command

Faults = Callable[[Said], Awaitable[Sequence[Problem]]]


async def command_of(name: str, words: Said, wrong: str, faults: Faults) -> str:
    """Return the command that can be sent instead; '' where nothing can be mended so.

    Args:
        name: of the command, with its slash.
        wrong: what can't stand, as `mending` takes it; a mention stands for the name that was typed.
        faults: reads the mended words, and returns what still keeps them from being a task.
    """
    typed = next((label for label, id_ in words.ids.items() if f"<@{id_}>" == wrong), wrong)
    brief = mended(words.text, typed)
    for _ in range(MOST):
        if not brief:
            return ""
        if not (left := await faults(Said(brief, words.ids))):
            return f"{name} {brief}"
        brief = mended(brief, left[0].wrong or left[0].clause)
    return ""
