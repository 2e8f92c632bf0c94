"""Material for the sample tasks: notes, messages and a table that read like those of a real team."""

from importlib import resources


def text(name: str) -> str:
    """Return the text of a file in this folder."""
    return resources.files("bot.samples").joinpath(name).read_text("utf-8")
