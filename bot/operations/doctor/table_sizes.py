"""What the ledger keeps: how large each table is, and what is deleted soon."""

from bot.operations.doctor.reading import read_ledger
from bot.operations.finding import Finding
from bot.setup.settings import Settings
from storage import upgrading
from storage.ledger.privacy import uninstalled
from storage.ledger.queries import sizes
from storage.ledger.queries.sizes import Size
from storage.rules.words import many


async def uninstalled_workspaces(settings: Settings) -> list[Finding]:
    """Return the workspaces where the app was uninstalled, and when all of them is deleted."""
    keep = settings.file.keep.keep()
    return [
        Finding(
            what="uninstalled",
            ok=None,
            say=f"{gone.team} on {gone.at:%Y-%m-%d}: all that is kept of it is deleted in the night after "
            f"{gone.at + keep.uninstalled:%Y-%m-%d %H:%M} UTC.",
            advice="Install the app again and start Sluice before that to keep it.",
        )
        for gone in await read_ledger(settings, uninstalled.uninstalled)
    ]


async def examine_tables(settings: Settings) -> Finding:
    """Tell how large each table is, and what grows."""
    found = await read_ledger(settings, sizes.sizes)
    older = not found and upgrading.is_outdated(settings.database)
    unread = "not measured: the next start brings the ledger to this version" if older else ""
    told = "; ".join(map(_words, found)) or unread or "nothing is kept yet"
    return Finding(what="tables", ok=True if found else None, say=told)


def _words(size: Size) -> str:
    megabytes = f", {size.megabytes:,.1f} MB" if size.megabytes is not None else ""
    lately = f", {size.lately:,} of them in the last 30 days" if size.lately else ""
    return f"{size.table} {many(size.rows, 'row')}{megabytes}{lately}"
