"""A command that was refused, mended in the words of who typed it."""

from bot.envelope.decoding import Said
from storage.rules.mending import mended


def command_of(name: str, words: Said, wrong: str) -> str:
    """Return the command that can be sent instead; '' where nothing can be mended so.

    Args:
        name: of the command, with its slash.
        wrong: what can't stand, as `mending` takes it; a mention stands for the name that was typed.
    """
    typed = next((label for label, id_ in words.ids.items() if f"<@{id_}>" == wrong), wrong)
    brief = mended(words.text, typed)
    return f"{name} {brief}" if brief else ""
