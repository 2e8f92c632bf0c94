"""Small files that want much: memory, a processor's time, or both."""

import io
import struct
import zipfile
import zlib
from functools import cache

MB = 1 << 20
PAGE = (
    b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[%s]/Count %d>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>endobj\n"
    b"4 0 obj<</Length %d/Filter%s>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R>>\n"
)


def _deflated(part: bytes, times: int) -> bytes:
    """Return a part that is repeated so often, compressed, without ever holding all of it."""
    press = zlib.compressobj(9)
    return b"".join(press.compress(part) for _ in range(times)) + press.flush()


def _pdf(stream: bytes, filters: bytes) -> bytes:
    return PAGE % (b"3 0 R", 1, len(stream), filters, stream)


@cache
def flate_twice(megabytes: int = 1_000) -> bytes:
    """A PDF of a few kilobytes whose only page is 1 GB long."""
    return _pdf(zlib.compress(_deflated(b" " * MB, megabytes), 9), b"[/FlateDecode/FlateDecode]")


@cache
def endless_page() -> bytes:
    """A PDF whose only page shows some million letters: nothing wrong with it, but the work of minutes."""
    return _pdf(_deflated(b"BT (a) Tj ET\n" * 10_000, 300), b"/FlateDecode")


def many_pages(pages: int) -> bytes:
    """A PDF of so many empty pages."""
    numbers = range(5, 5 + pages)
    kids = b" ".join(b"%d 0 R" % n for n in numbers)
    made = b"".join(b"%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\n" % n for n in numbers)
    return (PAGE % (kids, pages, 0, b"/FlateDecode", b"")).replace(b"trailer", made + b"trailer")


@cache
def far_apart() -> bytes:
    """A workbook with two cells, 60 million apart."""
    from openpyxl import Workbook

    book, held = Workbook(), io.BytesIO()
    book.active["A1"] = "first"
    book.active.cell(1_048_576, 57, "last")
    book.save(held)
    return held.getvalue()


def changed(packed: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """Return a packed file with other words in one of its parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as before, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            data = before.read(part)
            after.writestr(part.filename, data.replace(old, new) if part.filename == name else data)
    return held.getvalue()


def row_beyond_all() -> bytes:
    """A workbook that says of its last row that it is the ten-thousand-millionth."""
    return changed(far_apart(), "xl/worksheets/sheet1.xml", b'r="1048576"', b'r="9999999999"')


def many_cells(rows: int, columns: int) -> bytes:
    """A workbook of so many filled cells."""
    from openpyxl import Workbook

    book, held = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for _ in range(rows):
        sheet.append([1] * columns)
    book.save(held)
    return held.getvalue()


@cache
def packed(megabytes: int, parts: int = 1) -> bytes:
    """A packed file of so many parts, with so many megabytes in each."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(parts):
            with archive.open(f"word/part{n}.xml", "w") as part:
                for _ in range(megabytes):
                    part.write(b" " * MB)
    return held.getvalue()


def lying(megabytes: int = 300) -> bytes:
    """A packed file whose headers say that its part has 100 bytes."""
    data, size = packed(megabytes), struct.pack("<L", megabytes * MB)
    assert size in data
    return data.replace(size, struct.pack("<L", 100))


def entities(document: bytes) -> bytes:
    """A Word document whose text is made of entities that are made of entities."""
    lines = [b'<!ENTITY a0 "' + b"x" * 1000 + b'">']
    lines += [b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)]
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as before, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            data = before.read(part)
            if part.filename == "word/document.xml":
                head, _, rest = data.partition(b"?>")
                data = head + b"?><!DOCTYPE x [" + b"".join(lines) + b"]>" + rest.replace(b"39", b"&a9;")
            after.writestr(part.filename, data)
    return held.getvalue()


def nested(depth: int = 200_000) -> bytes:
    """A web page of elements in elements in elements."""
    return b"<html><body>" + b"<div>" * depth + b"The price is 39"
