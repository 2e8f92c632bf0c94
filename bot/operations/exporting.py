"""`sluice export`: what is kept of a person, in a folder or an archive."""

import shutil
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
        if to.suffix.lower() == ".zip":
            return await _packed(settings, person, to)
        return await _laid_out(settings, person, to)
    except OSError as error:
        raise BadSettings(f"{to}: {error.strerror}") from None


async def _packed(settings: Settings, person: Known, to: Path) -> int:
    """Write an archive, whole or not at all."""
    half = to.with_name(f"{to.name}.half")
    try:
        with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as archive:
            count = await write_kept(settings, person, archive.writestr)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    half.replace(to)
    return count


async def _laid_out(settings: Settings, person: Known, to: Path) -> int:
    """Write a folder, whole or not at all."""
    to.mkdir(parents=True)
    try:
        return await write_kept(settings, person, lambda name, data: _into(to, name, data))
    except BaseException:
        shutil.rmtree(to, ignore_errors=True)
        raise


def _into(folder: Path, name: str, data: bytes) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
