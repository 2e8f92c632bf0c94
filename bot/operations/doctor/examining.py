"""What an installation needs, looked at one by one, with what to do where something is missing."""

import time
from collections.abc import Callable

from bot.operations import model_doctor, slack_doctor
from bot.operations.doctor.database import examine_database
from bot.operations.doctor.machine import examine_disk, examine_folder, examine_loop, examine_user
from bot.operations.doctor.reading import read_ledger
from bot.operations.doctor.servers import changed_tools
from bot.operations.doctor.slack import client, installation_of
from bot.operations.doctor.table_sizes import examine_tables, uninstalled_workspaces
from bot.operations.doctor.tools import examine_tools
from bot.operations.finding import Finding
from bot.setup.secrets_check import check_secrets
from bot.setup.settings import BadSettings, Settings
from storage.ledger import schedules


async def examine(settings: Settings, clock: Callable[[], float] = time.time, offline: bool = False) -> list[Finding]:
    """Look at everything that an installation needs; return one finding for each thing.

    Args:
        clock: seconds since 1970.
        offline: ask no model.
    """
    database = examine_database(settings)
    channels = await read_ledger(settings, schedules.channels_with_times) if database.ok else ()
    of_slack = await slack_doctor.examine(client(settings), installation_of(settings, channels), clock)
    if not any(finding.what == "clock" for finding in of_slack):
        of_slack.append(Finding(what="clock", ok=None, say="not compared: Slack told no time"))
    return [
        _secrets(settings),
        *of_slack,
        database,
        examine_disk(settings.secrets.sluice_home),
        examine_folder(settings.secrets.sluice_home),
        examine_user(),
        examine_loop(settings, clock()),
        *await model_doctor.examine(settings, offline),
        *await examine_tools(settings),
        *(await changed_tools(settings) if database.ok else ()),
        *(await uninstalled_workspaces(settings) if database.ok else ()),
        *([await examine_tables(settings)] if database.ok else ()),
    ]


def _secrets(settings: Settings) -> Finding:
    try:
        check_secrets(settings.secrets)
    except BadSettings as bad:
        return Finding(what="secrets", ok=False, say="one is missing or wrong.", advice=str(bad))
    return Finding(what="secrets", ok=True, say="Socket Mode" if settings.socket_mode else "HTTP")
