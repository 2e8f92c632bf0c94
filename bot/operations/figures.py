"""`sluice export figures`: the figures of a person, as CSV or JSON."""

from bot.setup.database import beside
from bot.setup.settings import Settings
from storage.ledger import people
from storage.ledger.privacy.forgetting import Known
from storage.ledger.queries import own_figures
from storage.rules import figures_sheet, spreadsheet


async def figures(settings: Settings, person: Known, weeks: int, *, as_json: bool) -> str:
    """Return the figures of a person as CSV, or as JSON."""
    ledger = beside(settings)
    try:
        member = await ledger.see(people.look_up, person.team, person.user)
        sheet = figures_sheet.rows(await ledger.see(own_figures.of_person, member, weeks))
    finally:
        ledger.close()
    return spreadsheet.as_json(sheet) if as_json else spreadsheet.as_csv(sheet)
