"""The text of a draft that a person hands in: their words, and their links below."""

from collections.abc import Sequence

from bot.views.forms import lines
from storage.rules.values.draft import Draft
from storage.rules.words import one_line

LINKS = "\n\nLinks:\n"


def body_of(text: str, links: Sequence[str], files: Sequence[str]) -> str:
    """Return the text of a draft that a person hands in: their words, and their links below."""
    listed = LINKS + "\n".join(f"- {link}" for link in links) if links else ""
    own = text.strip() or (f"Attached: {', '.join(files)}" if files else "")
    return f"{own}{listed}".strip()


def parts_of(before: Draft | None) -> tuple[str, str]:
    """Return the words and the links of what was handed in before, as the fields have them."""
    if before is None:
        return "", ""
    body, _, links = before.body.rpartition(LINKS) if LINKS in before.body else (before.body, "", "")
    return body, "\n".join(line.removeprefix("- ") for line in links.splitlines())


def links_of(value: object) -> list[str]:
    """Return the links that a person wrote, one a line."""
    return [one_line(line) for line in lines(value if isinstance(value, str) else "")]
