"""What reading one file may take."""

from dataclasses import dataclass

MB = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The bounds of one reading.

    Attributes:
        seconds: by the clock on the wall.
        processor: seconds of a processor's time.
        memory: bytes that its process may take for the file, beside what it needs for itself.
        unpacked: bytes that a packed file may hold, as they are counted while it is unpacked.
        parts: files that a packed file may hold.
        cells: filled cells of a workbook.
        places: cells of a workbook, filled or not, up to the last one that is filled.
        pages: of a PDF.
        characters: of text that comes back; the rest is left out, and the text says so.
    """

    seconds: float = 30
    processor: int = 20
    memory: int = 512 * MB
    unpacked: int = 40_000_000
    parts: int = 1_000
    cells: int = 200_000
    places: int = 4_000_000
    pages: int = 300
    characters: int = 200_000


def cut(text: str, characters: int) -> str:
    """Return at most so many characters of a text; a text that was cut says so in its last line."""
    if len(text) <= characters:
        return text
    note = f"\n(The rest is left out: only the first {characters:,} characters were read.)"
    return text[: characters - len(note)] + note
