"""`sluice export`: what is kept of a person, as JSON and files, in a folder or an archive."""

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from bot.setup.database import beside
from bot.setup.settings import BadSettings, Settings
from storage.ledger.privacy import exporting
from storage.ledger.privacy.forgetting import Known
from storage.rules.words import one_line

Write = Callable[[str, bytes], None]


async def export(settings: Settings, person: Known, to: Path) -> int:
    """Write everything that is kept of a person; return how many rows and files.

    Args:
        to: a new folder, or a new file whose name ends with .zip.

    Raises:
        BadSettings: there is something already, or it can't be written.
    """
    if to.exists():
        raise BadSettings(f"{to} is there already: name another place.")
    try:
        if to.suffix == ".zip":
            with zipfile.ZipFile(to, "x", zipfile.ZIP_DEFLATED) as archive:
                return await _write(settings, person, archive.writestr)
        to.mkdir(parents=True)
        return await _write(settings, person, lambda name, data: _into(to, name, data))
    except OSError as error:
        raise BadSettings(f"{to}: {error.strerror}") from None


def _into(folder: Path, name: str, data: bytes) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)


def _safe(name: str) -> str:
    """Return a name that leads nowhere, at most 100 characters."""
    return re.sub(r"[^\w. -]", "_", one_line(name))[-100:]


async def _write(settings: Settings, person: Known, write: Write) -> int:
    ledger = beside(settings)
    try:
        rows = await ledger.see(exporting.read, person.team, person.user)
        whole = {"person": person.user, "name": person.name, "workspace": person.team, "kept": rows}
        write("kept.json", json.dumps(whole, ensure_ascii=False, indent=1).encode())
        ids = await ledger.see(exporting.file_ids, person.team, person.user)
        for number, file_id in enumerate(ids, 1):
            file = await ledger.see(exporting.read_file, person.team, file_id)
            write(f"files/{number} {_safe(file.name)}", file.data)
        return sum(map(len, rows.values())) + len(ids)
    finally:
        ledger.close()
