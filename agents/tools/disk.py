"""Files in a folder that a sandbox may have filled: no link is followed, nothing but plain files is read or written."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import IO, Any

LARGEST = 20_000_000  # bytes of a file that is read
MOST = 2000  # names that are listed
DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def parts(name: str) -> tuple[str, ...]:
    """Return the parts of a path inside the workspace.

    Raises:
        ValueError: a path that leads out of the folder, or into what git keeps for itself.
    """
    found = PurePosixPath(name).parts
    if not found or not _is_plain(name) or name.startswith("/") or any(p == ".." or p.lower() == ".git" for p in found):
        raise ValueError(f"{name} is not inside the workspace.")
    return found


def _is_plain(name: str) -> bool:
    """Whether a name is one line: git, and whoever reads a list of names, would cut any other."""
    return name.splitlines() == [name] and "\0" not in name


@contextmanager
def _folder(root: Path, inner: tuple[str, ...], make: bool = False) -> Iterator[int]:
    reserved = os.open(root, DIRECTORY)
    try:
        for part in inner:
            if make:
                with suppress(FileExistsError):
                    os.mkdir(part, dir_fd=reserved)
            following = os.open(part, DIRECTORY, dir_fd=reserved)
            os.close(reserved)
            reserved = following
        yield reserved
    finally:
        os.close(reserved)


def read(root: Path, name: str, most: int = LARGEST) -> bytes:
    """Return the content of a plain file of a folder; more than `most` bytes are refused.

    Raises:
        ValueError: no plain file, a link on the way, or too large.
    """
    *inner, last = parts(name)
    try:
        with _folder(root, tuple(inner)) as reserved:
            file = os.open(last, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=reserved)
    except OSError as error:
        raise ValueError(f"{name} can't be read: {error.strerror}.") from None
    with _plain(file, name, "rb") as opened:
        if os.fstat(file).st_size > most:
            raise ValueError(f"{name} is larger than {most:,} bytes.")
        data: bytes = opened.read(most)
        return data


def _plain(file: int, name: str, mode: str) -> IO[Any]:
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise ValueError(f"{name} is no plain file.")
    return os.fdopen(file, mode)


def write(root: Path, name: str, data: bytes) -> None:
    """Write a plain file of a folder, and make the folders on its way.

    Raises:
        ValueError: a link or something else than a plain file is in the way.
    """
    *inner, last = parts(name)
    flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        with _folder(root, tuple(inner), make=True) as reserved:
            file = os.open(last, flags, 0o644, dir_fd=reserved)
    except OSError as error:
        raise ValueError(f"{name} can't be written: {error.strerror}.") from None
    with _plain(file, name, "wb") as opened:
        opened.truncate(0)
        opened.write(data)


def there(root: Path, name: str) -> bool:
    """Tell whether anything has this name; a link counts too."""
    *inner, last = parts(name)
    try:
        with _folder(root, tuple(inner)) as reserved:
            os.stat(last, dir_fd=reserved, follow_symlinks=False)
    except OSError:
        return False
    return True


def remove(root: Path, name: str) -> None:
    """Delete a file of a folder.

    Raises:
        ValueError: it is not there, or no file.
    """
    *inner, last = parts(name)
    try:
        with _folder(root, tuple(inner)) as reserved:
            os.unlink(last, dir_fd=reserved)
    except OSError as error:
        raise ValueError(f"{name} can't be deleted: {error.strerror}.") from None


def move(root: Path, name: str, to: str) -> None:
    """Move a file inside a folder; nothing is overwritten.

    Raises:
        ValueError: it is not there, or something is there already.
    """
    (*inner, last), (*outer, new) = parts(name), parts(to)
    try:
        with _folder(root, tuple(inner)) as reserved, _folder(root, tuple(outer), make=True) as taking:
            os.link(last, new, src_dir_fd=reserved, dst_dir_fd=taking, follow_symlinks=False)  # refuses what is there
            os.unlink(last, dir_fd=reserved)
    except OSError as error:
        raise ValueError(f"{name} can't be moved to {to}: {error.strerror}.") from None


def listed(root: Path, under: str = "") -> list[tuple[str, int]]:
    """Return (name, bytes) of the plain files below a folder, by name; links are not followed."""
    found: list[tuple[str, int]] = []
    left = [under]
    while left and len(found) < MOST:
        inner = left.pop()
        try:
            with _folder(root, parts(inner) if inner else ()) as reserved, os.scandir(reserved) as entries:
                for entry in entries:
                    name = f"{inner}/{entry.name}" if inner else entry.name
                    if not _is_plain(entry.name):
                        continue
                    if entry.is_dir(follow_symlinks=False) and entry.name.lower() != ".git":
                        left.append(name)
                    elif entry.is_file(follow_symlinks=False):
                        found.append((name, entry.stat(follow_symlinks=False).st_size))
        except (OSError, ValueError):  # a folder with a name that nothing may have
            continue
    return sorted(found)
