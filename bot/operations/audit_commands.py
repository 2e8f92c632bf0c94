"""The command that checks the history: `sluice audit verify`."""

from __future__ import annotations

import typer

from bot.operations.console import out, plainly, set_log
from bot.setup.settings import BadSettings, load

audit = typer.Typer(help="The history of what happened, sealed so that it can be checked.", no_args_is_help=True)


@audit.command("verify")
def verify(
    head: str = typer.Option("", help="A head that an earlier check printed: is it still part of the history?"),
) -> None:
    """Check that no row of the history was changed, removed or added; end with 1 and name the first one if it was.

    Keep the head that it prints in another place: who can write the whole database could seal a false history anew, and
    only a head that they can't change shows it.
    """
    set_log("error")
    from bot.operations import audit_words, auditing

    with plainly():
        reports = auditing.verify(load(), head)
        for report in reports:
            out.print(audit_words.sentence(report))
        if not reports:
            raise BadSettings("The ledger is empty: there is no history to check.")
        if head and not any(report.heads for report in reports):
            raise BadSettings(f"The head {head} is in no workspace's history: it was replaced since, or mistyped.")
    if any(report.fault for report in reports):
        raise typer.Exit(1)
