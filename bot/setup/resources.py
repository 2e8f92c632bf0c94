"""What all agents of an installation share: tools, folders, models, and where their steps are kept."""

from contextlib import AsyncExitStack

from agents.attempts import staff
from agents.roster.ledger_link import LedgerLink
from agents.tools.chest import stocked
from agents.tools.pins import Pins
from agents.tools.reader import Reader
from agents.tools.variables import Variables
from agents.tools.web import Search, Web
from bot.setup.model_loader import Load
from bot.setup.settings import Settings
from storage import engine


async def shared_resources(
    settings: Settings, *, link: LedgerLink, pins: Pins, parts: AsyncExitStack, reader: Reader, load: Load
) -> staff.Resources:
    """Return what all agents share: their tools, their folders, where their steps are kept, and their models."""
    file, home = settings.file, settings.secrets.sluice_home
    key = settings.secrets.brave_api_key.get_secret_value()
    search = Search(file.web.search, file.web.address, key) if file.web.search else None
    web = Web(internal=frozenset(file.web.internal_hosts), search=search, reader=reader)
    saver = (
        await staff.checkpoints(home / "checkpoints.db", parts)
        if engine.is_sqlite(settings.database)
        else await staff.shared_checkpoints(engine.conninfo(settings.database), parts)
    )
    return staff.Resources(
        saver=saver,
        home=home / "work",
        link=link,
        chest=stocked(web, file.repositories, file.mcp, pins, Variables(settings.variables)),
        load=load,
        prices=file.prices,
    )
