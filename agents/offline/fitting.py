"""Making a draft fit a number of words."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from agents.offline.arranged import Arranged, Section
from agents.offline.headings import names_of
from agents.offline.left_out import told_why
from agents.offline.markdown import length
from storage.rules.own_words import count_words, is_ours

FIRST_TO_GO = ("The meeting", "From")


def fit(arranged: Arranged, most: int | None) -> Arranged:
    """Return a draft that fits a number of words; what was left out is named as missing."""
    if most is None:
        return arranged
    short, left = shorten(arranged.sections, most)
    return replace(
        arranged, sections=tuple(short), missing=(*arranged.missing, *told_why(left, f"to fit {most} words"))
    )


def shorten(
    sections: Sequence[Section], most: int, keep: Callable[[str], bool] = lambda line: False
) -> tuple[list[Section], list[str]]:
    """Take the last line of the longest section until the words fit; the first section is shortened last.
    A letter keeps its frame. A section keeps its first line while other sections have more lines.

    Args:
        keep: tells which lines stay in any case.

    Returns:
        The sections, and the lines that were taken.
    """
    parts, left = [list(s.lines) for s in sections], list[str]()

    def free_line(line: str) -> bool:
        return _free(line) and not keep(line)

    def words() -> int:
        return length(Section(s.title, tuple(p)) for s, p in zip(sections, parts, strict=True) if _words(p))

    while words() > most:
        free = [n for n, p in enumerate(parts) if any(map(free_line, p))]
        if not free or (len(free) == 1 and sum(map(_free, parts[free[0]])) == 1):
            break
        longest = max(free, key=lambda n: _rank(sections[n].title, parts[n], n))
        at = max(n for n, line in enumerate(parts[longest]) if free_line(line))
        left.append(parts[longest].pop(at))
    made = (Section(s.title, tuple(p)) for s, p in zip(sections, parts, strict=True))
    return [s for s in made if any(line.strip() for line in s.lines)], left[::-1]


def _rank(title: str, lines: list[str], at: int) -> tuple[bool, bool, bool, int]:
    """The higher, the sooner a section loses a line."""
    return any(name in FIRST_TO_GO for name in names_of(title)), sum(map(_free, lines)) > 1, at > 0, _words(lines)


def _free(line: str) -> bool:
    """Whether a line may be left out: not the head of a table, nor the frame of a letter."""
    return bool(line.strip()) and not is_ours(line) and not line.startswith(("| ---", "| Who", "| When", "|  |"))


def _words(lines: Sequence[str]) -> int:
    return count_words("\n".join(lines))
