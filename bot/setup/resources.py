"""What all agents of an installation share: tools, folders, models, and where their steps are kept."""

from contextlib import AsyncExitStack

from agents.attempts import staff
from agents.attempts.ledger_link import LedgerPins, LiveLedgerLink
from agents.roster.quiet import Quiet
from agents.tools.chest import stocked
from agents.tools.reader import Reader
from agents.tools.variables import Variables
from agents.tools.web import Search, Web
from bot.setup.model_loader import Load
from bot.setup.settings import Settings
from storage import engine
from storage.ledger.core.ledger import Ledger


def variables_of(settings: Settings) -> Variables:
    """Return what the commands of repositories get of the environment."""
    return Variables(settings.variables)


async def shared_resources(
    settings: Settings, ledger: Ledger, *, quiet: Quiet, parts: AsyncExitStack, reader: Reader, load: Load
) -> staff.Resources:
    """Return what all agents share: their tools, their folders, where their steps are kept, and their models."""
    file, home = settings.file, settings.secrets.sluice_home
    key = settings.secrets.brave_api_key.get_secret_value()
    search = Search(file.web.search, file.web.address, key) if file.web.search else None
    web = Web(internal=frozenset(file.web.internal_hosts), search=search, reader=reader)
    saver = (
        await staff.checkpoints(home / "checkpoints.db", parts)
        if engine.is_sqlite(ledger.url)
        else await staff.shared_checkpoints(engine.conninfo(ledger.url), parts)
    )
    return staff.Resources(
        saver=saver,
        home=home / "work",
        link=LiveLedgerLink(ledger),
        chest=stocked(web, file.repositories, file.mcp, LedgerPins(ledger), variables_of(settings)),
        load=load,
        prices=file.prices,
        quiet=quiet,
    )
