"""The Markdown of a draft, as its sections."""

from agents.offline.arranged import Section


def parse(body: str) -> list[Section]:
    """Return Markdown as sections; lines before the first heading belong to a section without a title."""
    sections: list[Section] = []
    title, lines = "", list[str]()
    for line in [*body.splitlines(), "## "]:
        if line.startswith("## "):
            if title or any(x.strip() for x in lines):
                sections.append(Section(title, tuple("\n".join(lines).strip("\n").splitlines())))
            title, lines = line[3:].strip(), []
        else:
            lines.append(line)
    return sections
