"""Local Slack's tables in Markdown, for its page in the documentation: `python -m localslack.reference`."""

import sys
from collections.abc import Iterable, Sequence

from localslack.events import EVENTS, PAGES
from localslack.method import Method
from localslack.methods import METHODS
from localslack.unverified import OPEN


def methods() -> str:
    """Return a table row for each method: its arguments, its needs and the address of its page."""
    head = ("method", "takes", "scope", "tier", "membership", "errors worth handling", "unverified")
    return _table(head, (_method(row) for row in METHODS.values()))


def _method(row: Method) -> Sequence[str]:
    scope = "`connections:write`, app-level token" if row.app_token else f"`{row.scope}`" if row.scope else "-"
    return (
        f"[`{row.name}`]({row.page})",
        "form, JSON" if row.json else "**form or query**",
        scope,
        str(row.tier) if row.tier else "own",
        str(row.membership),
        " ".join(f"`{error}`" for error in row.errors) or "-",
        row.unverified,
    )


def events() -> str:
    """Return a table row for each event that an app may subscribe to, with the scope that it needs."""
    rows = ((f"[`{e.name}`]({PAGES}{e.name})", " or ".join(f"`{s}`" for s in e.scopes) or "-") for e in EVENTS.values())
    return _table(("event", "scope"), rows)


def unverified() -> str:
    """Return a table row for each question that no public source answers."""
    rows = ((row.question, row.here, row.advice) for row in OPEN)
    return _table(("question", "what Local Slack does", "how to stand either answer"), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


if __name__ == "__main__":
    sys.stdout.write("\n\n".join((methods(), events(), unverified())) + "\n")
