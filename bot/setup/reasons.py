"""The reasons for all that Sluice asks of Slack, as the rows of a table in Markdown."""

from bot.setup.events import EVENTS
from bot.setup.scopes import SCOPES


def reasons() -> list[str]:
    """Return the rows of a Markdown table: each scope and event, what it needs, and what it is for."""
    scopes = [f"| scope `{s.name}`{_option(s.option)} | | {s.reason} |" for s in SCOPES]
    events = [f"| event `{e.name}`{_option(e.option)} | {_code(e.scope)}| {e.reason} |" for e in EVENTS]
    return [*scopes, *events]


def _option(name: str) -> str:
    return f" (`--{name}`)" if name else ""


def _code(scope: str) -> str:
    return f"`{scope}` " if scope else ""
