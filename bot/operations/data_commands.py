"""The commands for what an installation keeps: whether its history is as it was, what it has of a person."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from bot.operations.console import out, plainly, set_log
from bot.setup.settings import BadSettings, load


class OfPerson(TyperGroup):
    """The commands of `sluice export`: a first word that names none of them names a person."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words of a command line."""
        named = bool(args) and (args[0] in self.commands or args[0] == "--help")
        return super().parse_args(ctx, args if named or not args else ["person", *args])


class Sheet(StrEnum):
    """A format of a sheet."""

    CSV = "csv"
    JSON = "json"


commands = typer.Typer()
export = typer.Typer(cls=OfPerson, help="Give out what is kept of a person, or their figures.", no_args_is_help=True)
commands.add_typer(export, name="export")
audit = typer.Typer(help="The history of what happened, sealed so that it can be checked.", no_args_is_help=True)
commands.add_typer(audit, name="audit")


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
        if head and not any(report.heads for report in reports):
            raise BadSettings(f"The head {head} is in no workspace's history: it was replaced since, or mistyped.")
    if any(report.fault for report in reports):
        raise typer.Exit(1)


WHO = typer.Argument(help="Their id in Slack (U…), or their name where only one person has it.")


@export.command("person")
def export_person(
    user: str = WHO,
    to: Path | None = typer.Option(None, help="A new folder, or a new file NAME.zip; export-ID.zip by default."),
) -> None:
    """Give out what is kept of a person, as JSON and files: `sluice export @who` is enough."""
    set_log("error")
    from bot.operations import exporting, one_person

    with plainly():
        settings = load()
        known = asyncio.run(one_person.find(settings, user))
        place = to or Path(f"export-{known.user}.zip")
        count = asyncio.run(exporting.export(settings, known, place))
        out.print(
            f"{count:,} rows and files of {known.user} ({known.name}) in {place}. It is private: it has their words."
        )


@export.command("figures")
def export_figures(
    person: str = typer.Option(help="Their id in Slack (U…), or their name where only one person has it."),
    format: Sheet = typer.Option(Sheet.CSV, help="A table, or a list of objects."),
    weeks: int = typer.Option(12, min=1, max=104, help="How many weeks, with the present one."),
) -> None:
    """Print the figures of what a person decided: in all, by week, by stream and by worker."""
    set_log("error")
    from bot.operations import figures, one_person

    with plainly():
        settings = load()
        known = asyncio.run(one_person.find(settings, person))
        text = asyncio.run(figures.figures(settings, known, weeks, as_json=format is Sheet.JSON))
    typer.echo(text, nl=False)


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
        at = asyncio.run(forgetting.forget(settings, known))
    out.print(f"{known.user} is forgotten.")
    out.print(f"Copies made before {at:%Y-%m-%d %H:%M} UTC still hold it: they are yours to delete.")
    out.print("What was posted in Slack stays there; Slack deletes it by its own rules.")
    copies = sorted((settings.secrets.sluice_home / "copies").glob("*.jsonl"))
    if copies:
        out.print(f"Copies of upgrades: {', '.join(map(str, copies))}.")
