"""What an installation needs, looked at one by one, with what to do where something is missing."""

import time
from collections.abc import Callable

from bot.operations import model_doctor, slack_doctor
from bot.operations.doctor.database import examine_database
from bot.operations.doctor.machine import examine_disk, examine_folder, examine_loop, examine_settings, examine_user
from bot.operations.doctor.reading import read_ledger
from bot.operations.doctor.servers import changed_tools
from bot.operations.doctor.slack import client, installation_of
from bot.operations.doctor.table_sizes import examine_tables, uninstalled_workspaces
from bot.operations.doctor.tools import examine_tools
from bot.operations.finding import Finding
from bot.setup.secrets_check import check_secrets
from bot.setup.settings import BadSettings, Role, Settings
from storage.ledger import people, schedules


async def examine(
    settings: Settings, clock: Callable[[], float] = time.time, offline: bool = False, role: Role = Role.ALL
) -> list[Finding]:
    """Look at everything that an installation needs; return one finding for each thing.

    Args:
        clock: seconds since 1970.
        offline: ask no model.
        role: of the process: a worker has no tokens of Slack's, and a front no keys of models.
    """
    database = examine_database(settings)
    channels = await read_ledger(settings, schedules.channels_with_times) if database.ok else ()
    ledger_of = await read_ledger(settings, people.workspaces) if database.ok else ()
    own = installation_of(settings, channels, ledger_of)
    return [
        *(await _slack(settings, own, clock) if role is not Role.WORKER else ()),
        examine_settings(settings.secrets.sluice_config),
        database,
        examine_disk(settings.secrets.sluice_home),
        examine_folder(settings.secrets.sluice_home),
        examine_user(),
        examine_loop(settings, clock()),
        *(await _agents(settings, offline) if role is not Role.FRONT else ()),
        *(await changed_tools(settings) if database.ok else ()),
        *(await uninstalled_workspaces(settings) if database.ok else ()),
        *([await examine_tables(settings)] if database.ok else ()),
    ]


async def _slack(settings: Settings, own: slack_doctor.Installation, clock: Callable[[], float]) -> list[Finding]:
    """Look at the tokens, and at what Slack says to them."""
    of_slack = await slack_doctor.examine(client(settings), own, clock)
    if not any(finding.what == "clock" for finding in of_slack):
        of_slack.append(Finding(what="clock", ok=None, say="not compared: Slack told no time"))
    return [_secrets(settings), *of_slack]


async def _agents(settings: Settings, offline: bool) -> list[Finding]:
    """Look at the models and tools of agents."""
    return [*await model_doctor.examine(settings, offline), *await examine_tools(settings)]


def _secrets(settings: Settings) -> Finding:
    try:
        check_secrets(settings.secrets)
    except BadSettings as bad:
        return Finding(what="secrets", ok=False, say="one is missing or wrong.", advice=str(bad))
    return Finding(what="secrets", ok=True, say="Socket Mode" if settings.socket_mode else "HTTP")
