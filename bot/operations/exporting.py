"""`sluice export`: what is kept of a person, in a folder or an archive."""

import zipfile
from pathlib import Path

from bot.operations.kept_of_person import write_kept
from bot.setup.settings import BadSettings, Settings
from storage.ledger.privacy.forgetting import Known


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
                return await write_kept(settings, person, archive.writestr)
        to.mkdir(parents=True)
        return await write_kept(settings, person, lambda name, data: _into(to, name, data))
    except OSError as error:
        raise BadSettings(f"{to}: {error.strerror}") from None


def _into(folder: Path, name: str, data: bytes) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
