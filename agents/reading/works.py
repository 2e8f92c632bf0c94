"""What the reading process makes of an order and the bytes of a file."""

import json
from collections.abc import Callable
from typing import BinaryIO

from agents.reading.order import DONE, Order, Work
from agents.reading.refusals import NotRead, Reason


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
