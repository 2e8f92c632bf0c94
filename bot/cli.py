"""The command line."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
import typer

from agents import processors
from bot.operations.console import Level, out, plainly, set_log
from bot.operations.data_commands import commands
from bot.setup import collector, own_memory, root_user
from bot.setup.data_folder import keep_private
from bot.setup.secrets_check import check_secrets
from bot.setup.settings import BadSettings, Role, Settings, load
from storage.rules.words import many

if TYPE_CHECKING:
    from bot.inbound.identity import Identity
    from bot.operations.finding import Finding

cli = typer.Typer(
    help="Sluice: assign, move on, collect, decide.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
model = typer.Typer(help="The embedded language model.", no_args_is_help=True)
cli.add_typer(model, name="model")
cli.add_typer(commands)


def main() -> None:
    """Run the command line: make the data folder private, keep this process's memory private, then do the command."""
    keep_private()
    own_memory.keep()
    cli()


def _print_version(asked: bool) -> None:
    if asked:
        with contextlib.suppress(PackageNotFoundError):
            typer.echo(f"sluice {version('sluice')}")
            raise typer.Exit()
        typer.echo("sluice, from a checkout that is not installed")
        raise typer.Exit()


@cli.callback()
def options(
    version: bool = typer.Option(False, "--version", callback=_print_version, is_eager=True, help="Print it and end."),
) -> None:
    """Sluice: assign, move on, collect, decide."""


@cli.command()
def run(
    log: Level = typer.Option(Level.INFO, help="From which level on events are told."),
    role: Role = typer.Option(Role.ALL, help="On PostgreSQL: front speaks with Slack, worker runs agents."),
) -> None:
    """Run the bot, its agents and its collections until it is told to stop."""
    set_log(log)
    from bot.operations.services import ServiceEnded

    with plainly(ServiceEnded):
        settings = load()
        if role is not Role.WORKER:
            check_secrets(settings.secrets)
        asyncio.run(_run(settings, role))


async def _run(settings: Settings, role: Role) -> None:
    from bot.operations.ending import Ending

    ending = Ending()
    from bot import app
    from storage.jobs.embedded import Occupied

    asyncio.get_running_loop().set_default_executor(processors.blocking())
    processors.own().keep()  # the agents' process, which is begun now, takes another one
    try:
        running = await ending.unless_told(app.start(settings, role))
    except Occupied as taken:
        raise BadSettings(str(taken)) from None
    if running is None:
        return
    if root_user.is_root():
        structlog.get_logger().warning("root", note=f"{root_user.SEEN} {root_user.ADVICE}")
    if not settings.file.admins:
        structlog.get_logger().warning("admins", note="admins is empty in sluice.toml: nobody is an administrator")
    if settings.search_lacks:
        structlog.get_logger().warning("search", note=settings.search_lacks)
    collector.rest()
    out.print(_ready(settings, running.identity, running.port))
    try:
        await ending.unless_told(running.first_ended())
    finally:
        await running.stop()


def _ready(settings: Settings, identity: Identity | None, port: int) -> str:
    if identity is None:
        return "Sluice is ready: a worker."
    where = "Socket Mode" if settings.socket_mode else f"port {port}"
    return f"Sluice is ready: {identity.team_name} ({identity.team}), {where}."


@cli.command()
def demo(
    once: bool = typer.Option(False, help="Play the main job unattended, then end."),
    port: int = typer.Option(8765, envvar="SLUICE_DEMO_PORT", min=0, max=65535, help="Where Local Slack's page is."),
) -> None:
    """Run Local Slack and the bot on this machine, without a workspace or a key."""
    set_log("error")
    from bot.demonstration import demo as show
    from bot.demonstration import unattended
    from bot.demonstration.waiting import Failed
    from bot.operations.services import ServiceEnded

    with plainly(Failed, ServiceEnded):
        asyncio.run(unattended.once(out.print) if once else show.play(port, out.print))


@cli.command()
def manifest(
    prefix: str | None = typer.Option(None, help="Before each command: x makes /xassign. Else as in sluice.toml."),
    http: str = typer.Option("", help="Where Slack reaches Sluice, https://HOST; without it Socket Mode."),
    thread_replies: bool = typer.Option(True, help="Whether Slack sends the messages of channels, for replies."),
    agent: bool = typer.Option(False, help="Declare the app as an agent."),
    canvas: bool = typer.Option(False, help="Let it make canvases, where the workspace has them."),
) -> None:
    """Print the app's manifest, to be pasted at api.slack.com/apps."""
    from bot.setup.manifest import build, to_yaml
    from bot.setup.shipped_manifest import BadOption

    with plainly(BadOption):
        own = load().file.command_prefix if prefix is None else prefix
        typer.echo(to_yaml(build(own, http, thread_replies, agent, canvas)), nl=False)


@cli.command()
def doctor(
    slack: bool = typer.Option(False, help="Also send a message, change it and delete it."),
    to: str = typer.Option("", help="With --slack: the id of the person who gets it, else the first of `admins`."),
    offline: bool = typer.Option(False, help="Ask no language model: nothing is paid."),
    as_json: bool = typer.Option(False, "--json", help="A list of objects: name, ok, what, advice."),
    role: Role = typer.Option(Role.ALL, help="Of the process: a worker needs no tokens, a front no keys of models."),
) -> None:
    """Try tokens, scopes, socket, database, disk, models, tools, clock; say what to do; end with 1 if one is not ok."""
    set_log("error")
    from bot.operations.doctor.examining import examine
    from bot.operations.doctor.slack import try_message

    with plainly():
        if to and not slack:
            raise BadSettings("--to names who gets the message of --slack: write both")
        settings = load()
        findings = asyncio.run(examine(settings, offline=offline, role=role))
        if slack:
            findings += asyncio.run(try_message(settings, to))
    if as_json:
        typer.echo(json.dumps([finding.as_json() for finding in findings], ensure_ascii=False, indent=2))
    else:
        _tell(findings)
    if any(finding.ok is False for finding in findings):
        raise typer.Exit(1)


def _tell(findings: Sequence[Finding]) -> None:
    for finding in findings:
        mark = {True: "ok ", False: "NOT", None: "–  "}[finding.ok]
        out.print(f"{mark}  {finding.what}: {finding.sentence}")


@model.command("fetch")
def fetch_model() -> None:
    """Fetch the embedded model (1.1 GB), an experiment; what runs stays as it is until SLUICE_MODEL=local is set."""
    from agents.local.pinned import CODER
    from agents.local.sources import CannotFetch
    from agents.local.weights import fetch

    with plainly():
        place = load().secrets.sluice_models
        try:
            fetch(CODER, place, out.print)
        except CannotFetch as no:
            raise BadSettings(f"The model could not be fetched. {no}") from None
        out.print(
            "Nothing else has changed. To see it: make demo MODEL=local. To use it: SLUICE_MODEL=local, after"
            " make .venv/local.done."
        )


@cli.command()
def accept(
    server: str = typer.Argument(help="The MCP server as sluice.toml names it."),
    seen: str = typer.Argument("", metavar="[HASH]", help="What the same command without it ended with."),
) -> None:
    """Show what a server's tools say that changed, old and new; with its hash, accept exactly that."""
    set_log("error")
    from bot.operations import acceptance, tool_changes

    with plainly():
        if seen:
            names = asyncio.run(acceptance.accept(load(), server, seen))
            out.print(f"Accepted: {tool_changes.visible(', '.join(names))}.")
            return
        lines = asyncio.run(acceptance.show(load(), server))
        out.print("\n".join(lines) or f"Nothing of “{server}” has changed.")


@cli.command()
def backup(file: Path = typer.Argument(help="Where the copy goes: a line of JSON for each row.")) -> None:
    """Copy the ledger while it runs; the copy can be restored into SQLite or PostgreSQL."""
    set_log("error")
    from bot.operations import moving

    with plainly():
        out.print(f"{many(moving.backup(load(), file), 'row')} in {file}.")


@cli.command()
def restore(file: Path = typer.Argument(help="A copy that `sluice backup` made.")) -> None:
    """Fill an empty ledger from a copy; no process may run on it."""
    set_log("error")
    from bot.operations import moving

    with plainly():
        out.print(f"{many(moving.restore(load(), file), 'row')} restored.")
