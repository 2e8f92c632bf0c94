"""The reading process: it takes an order and the bytes of one file, answers on its standard output, and ends.

It limits itself before it looks at the file. Of what it says only the form is believed: whoever made the file may
speak through it.
"""

import contextlib
import io
import json
import os
import resource
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

from agents.reading.limits import Limits
from agents.reading.order import DONE, KEPT, SIZE, Order, Work, from_json
from agents.reading.refusals import NotRead, Reason

OPEN_FILES = 64
LIBRARIES = {
    ".docx": ("markitdown",),
    ".pptx": ("markitdown",),
    ".pdf": ("markitdown",),
    ".html": ("markitdown",),
    ".htm": ("markitdown",),
    ".xlsx": ("openpyxl",),
    Work.PAGE: ("trafilatura",),
    Work.WORD: ("docx", "htmldocx"),
    Work.CHECKS: ("agents.checks.checks",),
}


def main(arguments: Sequence[str]) -> None:
    """Carry out the order in the first argument on the bytes from standard input, answer, and end the process."""
    order = from_json(arguments[0])
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    load(order)
    limit(order.limits)
    if KEPT in order.options:
        serve(order, sys.stdin.buffer, answers)
    answers.write(answer(order, sys.stdin.buffer))
    answers.flush()
    os._exit(0)  # there is nothing to tidy up, and there may be much memory


def serve(order: Order, stream: BinaryIO, answers: BinaryIO) -> None:
    """Answer one order after another until nothing more is asked, and end the process."""
    while size := stream.read(SIZE):
        said = answer(order, io.BytesIO(stream.read(int.from_bytes(size))))
        answers.write(len(said).to_bytes(SIZE) + said)
        answers.flush()
    os._exit(0)


def load(order: Order) -> None:
    """Import the libraries for an order before the limits hold; the limits are for the file alone."""
    # markitdown would guess kinds of files with the one and read workbooks with the other: here nothing uses them, and
    # they take seconds to load
    sys.modules["magika"] = ModuleType("magika")
    sys.modules["pandas"] = None  # type: ignore[assignment]
    for library in LIBRARIES[order.options.get("kind") or order.work]:
        with contextlib.suppress(ImportError):  # the work itself says so
            import_module(library)


def limit(limits: Limits) -> None:
    """Limit this process: memory beside what it holds already, processor time, open files; no writing to a disk."""
    for what, most in (
        (resource.RLIMIT_AS, _held() + limits.memory),
        (resource.RLIMIT_CPU, limits.processor),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _held() -> int:
    """Return the bytes of memory that this process has addresses for."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def answer(order: Order, stream: BinaryIO) -> bytes:
    """Return the answer to an order: a line that says how it went, then the content that was asked for."""
    try:
        return DONE.encode() + b"\n" + _WORKS[order.work](stream.read(), order)
    except NotRead as no:
        return no.reason.value.encode()
    except MemoryError:
        return Reason.MEMORY.value.encode()
    except ImportError:
        return Reason.NOT_INSTALLED.value.encode()
    except Exception:  # what a damaged file makes a library raise can't be foreseen
        return Reason.DAMAGED.value.encode()


def _file(data: bytes, order: Order) -> bytes:
    from agents.reading.convert import file_text

    return file_text(order.options["kind"], data, order.limits).encode(errors="replace")


def _page(data: bytes, order: Order) -> bytes:
    from agents.reading.convert import page_text

    return page_text(data, order.options["url"], order.options["charset"], order.limits).encode(errors="replace")


def _word(data: bytes, order: Order) -> bytes:
    from agents.reading.word import docx

    return docx(order.options["title"], data.decode())


def _checks(data: bytes, order: Order) -> bytes:
    from agents.checks.checks import findings

    asked = json.loads(data)
    checks = findings(asked["body"], asked["criteria"])
    return json.dumps([[c.criterion, c.finding.value, c.evidence, c.must] for c in checks]).encode()


_WORKS: dict[Work, Callable[[bytes, Order], bytes]] = {
    Work.FILE: _file,
    Work.PAGE: _page,
    Work.WORD: _word,
    Work.CHECKS: _checks,
}
