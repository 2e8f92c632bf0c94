"""Words that a reviewer wrote, at their place in a draft."""

from collections.abc import Sequence

from agents.offline.arranged import Section
from storage.rules.own_words import is_ours


def placed(parts: Sequence[Section], words: str) -> list[Section]:
    """Add words at the end of a text, above the frame of a letter; with several sections, in a new section."""
    if len(parts) != 1 or parts[0].title or any(line.startswith("|") for line in parts[0].lines):
        return [*parts, Section("Added", (f"- {words}",))]
    lines = [*parts[0].lines]
    listed = any(line.startswith("- ") for line in lines)
    at = next((n + 1 for n in reversed(range(len(lines))) if lines[n].strip() and not is_ours(lines[n])), len(lines))
    lines.insert(at, f"- {words}" if listed else words)
    return [Section("", tuple(lines))]
