"""What is kept of a person, as one JSON file and the files of their tasks."""

import json
import re
from collections.abc import Callable

from bot.setup.database import beside
from bot.setup.settings import Settings
from storage.ledger.privacy import exporting, files
from storage.ledger.privacy.forgetting import Known
from storage.rules.words import one_line

Write = Callable[[str, bytes], None]


def _safe(name: str) -> str:
    """Return a name that leads nowhere, at most 100 characters."""
    return re.sub(r"[^\w. -]", "_", one_line(name))[-100:]


async def write_kept(settings: Settings, person: Known, write: Write) -> int:
    """Write everything that is kept of a person; return how many rows and files."""
    ledger = beside(settings)
    try:
        rows = await ledger.see(exporting.read, person.team, person.user)
        whole = {"person": person.user, "name": person.name, "workspace": person.team, "kept": rows}
        write("kept.json", json.dumps(whole, ensure_ascii=False, indent=1).encode())
        ids = await ledger.see(files.file_ids, person.team, person.user)
        for number, file_id in enumerate(ids, 1):
            file = await ledger.see(files.read_file, person.team, file_id)
            write(f"files/{number} {_safe(file.name)}", file.data)
        return sum(map(len, rows.values())) + len(ids)
    finally:
        ledger.close()
