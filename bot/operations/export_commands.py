"""The commands that give out what is kept of a person: `sluice export`."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from bot.operations.console import out, plainly, set_log
from bot.setup.settings import load


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


export = typer.Typer(cls=OfPerson, help="Give out what is kept of a person, or their figures.", no_args_is_help=True)


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
