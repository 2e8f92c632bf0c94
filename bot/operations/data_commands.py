"""The commands for what an installation keeps, put together; here the one that deletes it: `sluice forget`."""

from __future__ import annotations

import asyncio

import typer

from bot.operations.audit_commands import audit
from bot.operations.console import out, plainly, set_log
from bot.operations.export_commands import WHO, export
from bot.setup.settings import load

commands = typer.Typer()
commands.add_typer(export, name="export")
commands.add_typer(audit, name="audit")


@commands.command("forget")
def forget_person(user: str = WHO, yes: bool = typer.Option(False, "--yes", help="Do not ask.")) -> None:
    """Delete what is kept of a person: their tasks with all drafts, their words, their profile and times."""
    set_log("error")
    from bot.operations import forgetting, one_person

    with plainly():
        settings = load()
        known = asyncio.run(one_person.find(settings, user))
        if not yes:
            tasks = asyncio.run(forgetting.count_tasks(settings, known))
            out.print(
                f"This deletes what Sluice keeps of {known.user} ({known.name}, {known.team}), with {tasks} that they "
                "assigned. It can't be undone; sluice export gives it out first."
            )
            typer.confirm("Delete it?", abort=True)
        gone = asyncio.run(forgetting.forget(settings, known))
    out.print(f"{known.user} is forgotten.")
    out.print(f"Copies made before {gone.at:%Y-%m-%d %H:%M} UTC still hold it: they are yours to delete.")
    out.print("What was posted in Slack stays there; Slack deletes it by its own rules.")
    if not gone.overwritten:
        out.print("The log beside the ledger (ledger.db-wal) still holds deleted bytes, until Sluice is started anew.")
    copies = sorted((settings.secrets.sluice_home / "copies").glob("*.jsonl"))
    if copies:
        out.print(f"Copies of upgrades: {', '.join(map(str, copies))}.")
