"""`docs/figures.md`: what was measured, on which machine and with which versions."""

import os
import platform
import re
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.rows import Row

PAGE = Path(__file__).parents[1] / "docs" / "figures.md"
PACKAGES = ("slack-bolt", "aiohttp", "sqlalchemy", "langchain", "langgraph", "procrastinate", "psycopg")
BELOW = "<!-- written by make bench above this line -->"


def write(rows: Sequence[Row]) -> None:
    """Put the figures at the page's head; what people wrote below stays."""
    below = PAGE.read_text("utf-8").partition(BELOW)[2] if PAGE.exists() else "\n"
    lines = [
        "# Figures",
        "",
        f"Measured on {datetime.now(UTC):%-d %B %Y} by `make bench`, in one run: {machine()}.",
        "",
    ]
    lines += ["| figure | ours | spread | beside | ratio | must hold | |", "|---|---|---|---|---|---|---|"]
    lines += [
        f"| {r.name} | {r.ours} | {r.spread} | {r.reference} | {r.ratio} | {r.bar} | {'ok' if r.ok else '**short**'} |"
        for r in rows
    ]
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text("\n".join(lines) + f"\n\n{BELOW}{below}", "utf-8")


def machine() -> str:
    model = (
        re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text()) if Path("/proc/cpuinfo").exists() else None
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    kind = f" ({model[1].strip()})" if model else ""
    parts = [
        f"{os.cpu_count()} shared cores{kind}, {memory:.0f} GB, {platform.system()}",
        f"Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
        *(f"{name} {version(name)}" for name in PACKAGES),
    ]
    return ", ".join(parts)
