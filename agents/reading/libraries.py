"""The libraries that the reading process imports for an order, before its limits hold."""

import contextlib
import sys
from importlib import import_module
from types import ModuleType

from agents.reading.order import Order, Work

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


def load(order: Order) -> None:
    """Import the libraries for an order before the limits hold; the limits are for the file alone."""
    # markitdown would guess kinds of files with the one and read workbooks with the other: here nothing uses them, and
    # they take seconds to load
    sys.modules["magika"] = ModuleType("magika")
    sys.modules["pandas"] = None  # type: ignore[assignment]
    for library in LIBRARIES[order.options.get("kind") or order.work]:
        with contextlib.suppress(ImportError):  # the work itself says so
            import_module(library)
