"""Why a file is not read, in words that say what to do instead."""

from enum import StrEnum

from agents.reading.limits import Limits


class Reason(StrEnum):
    """The reason why a file gave no text."""

    DAMAGED = "damaged"
    PROTECTED = "protected"
    NO_TEXT = "no text"
    UNPACKED = "unpacked"
    PARTS = "parts"
    CELLS = "cells"
    PAGES = "pages"
    MEMORY = "memory"
    SLOW = "slow"
    NOT_INSTALLED = "not installed"


class NotRead(Exception):
    """A file that gives no text."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


PASTE = "Send the part that matters, or paste its text."
_SENTENCES = {
    Reason.DAMAGED: "{name} is damaged and can't be read. Save it once more, or paste its text.",
    Reason.PROTECTED: "{name} is protected by a password or damaged. Save it without a password, or paste its text.",
    Reason.NO_TEXT: "{name} has no text in it (a scan, perhaps). Paste its text.",
    Reason.UNPACKED: "{name} holds more than {megabytes} MB once it is unpacked. " + PASTE,
    Reason.PARTS: "{name} is made of more than {limits.parts:,} parts. " + PASTE,
    Reason.CELLS: "{name} has more than {limits.cells:,} cells, or cells that are far apart. Send the sheet that "
    "matters, as CSV.",
    Reason.PAGES: "{name} has more than {limits.pages:,} pages. Send the pages that matter.",
    Reason.MEMORY: "{name} needs too much memory to be read. " + PASTE,
    Reason.SLOW: "{name} takes too long to be read. " + PASTE,
    Reason.NOT_INSTALLED: "{name} needs the extra “tools” of Sluice to be read.",
}


def sentence(reason: Reason, name: str, limits: Limits) -> str:
    """Return what a person is told about a file that is not read."""
    return _SENTENCES[reason].format(name=name, limits=limits, megabytes=limits.unpacked // 1_000_000)
