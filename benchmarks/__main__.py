"""`make bench`: a row for each figure; the exit code is 1 when one is short. All of them together write the page."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping

from rich.console import Console
from rich.table import Table

from benchmarks import ack, aged, agents, burst, clicks, desk, digest, fanout, jobs, kill, memory, order, wide
from benchmarks.page import write
from benchmarks.rows import Row

ALL: Mapping[str, Callable[[], Awaitable[list[Row]]]] = {
    "ack": ack.rows,
    "burst": burst.rows,
    "jobs": jobs.rows,
    "digest-10k": digest.rows,
    "aged": aged.rows,
    "fanout-1000": fanout.rows,
    "kill": kill.rows,
    "order": order.rows,
    "pipelines": wide.rows,
    "desk": desk.rows,
    "clicks": clicks.rows,
    "memory": memory.rows,
    "agent-cpu": agents.cpu,
    "agent-500": agents.wall,
}


def main(only: str | None) -> int:
    if only is not None and only not in ALL:
        print(f"no figure {only}; there are {', '.join(ALL)}", file=sys.stderr)
        return 2
    found = [row for name, rows in ALL.items() if only in (None, name) for row in asyncio.run(rows())]
    table = Table("name", "ours", "reference", "ratio", "bar", "")
    for row in found:
        table.add_row(row.name, row.ours, row.reference, row.ratio, row.bar, "ok" if row.ok else "short")
    Console(width=140).print(table)
    if only is None:
        write(found)
    return 0 if all(row.ok for row in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else None))
