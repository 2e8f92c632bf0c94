"""Packed files (Office documents are ZIP archives of XML): unpacked once to count, before any converter sees them."""

import io
import zipfile

from agents.reading.limits import Limits
from agents.reading.refusals import NotRead, Reason

STEP = 1 << 16  # bytes
MARKUP = (".xml", ".rels", ".vml")
ENTITY = b"<!ENTITY"  # an Office program never writes one; it makes much text of little


def check(data: bytes, limits: Limits) -> None:
    """Unpack every part of a packed file and count its real size, whatever its headers say.

    Raises:
        NotRead: too many parts or bytes, or a part with entities.
        Exception: it is damaged; which one, nobody can foresee.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > limits.parts:
            raise NotRead(Reason.PARTS)
        left = limits.unpacked
        for part in parts:
            left -= _count(archive, part, left)


def _count(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> int:
    """Return how many bytes a part really holds.

    Raises:
        NotRead: more than `most`, or it declares entities.
    """
    count, last = 0, b""
    with archive.open(part) as stream:
        while chunk := stream.read(STEP):
            count += len(chunk)
            if count > most:
                raise NotRead(Reason.UNPACKED)
            window = (last + chunk).replace(b"\0", b"")  # the same words in UTF-16
            if part.filename.lower().endswith(MARKUP) and ENTITY in window:
                raise NotRead(Reason.DAMAGED)
            last = chunk[-2 * len(ENTITY) :]
    return count
