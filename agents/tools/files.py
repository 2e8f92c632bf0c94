"""An agent's own workspace: what came with the brief in `in/`, what goes with the draft in `out/`."""

import asyncio
from pathlib import PurePath
from typing import Any

from langchain.tools import ToolRuntime, tool
from langchain_core.tools import BaseTool

from agents.models.run import run_of
from agents.reading.material import framed
from agents.tools import disk
from agents.tools.box import Toolbox
from agents.tools.reader import Reader
from agents.tools.supplies import supplied

LINES, SHOWN = 400, 30_000  # lines and characters that are shown at a time
LARGEST = 5_000_000  # characters of a file that is written
WRITTEN = frozenset({".md", ".txt", ".csv", ".json", ".html", ".docx", ".svg", ".py"})


@tool
async def list_files(runtime: ToolRuntime[Any, Any]) -> str:
    """The files of the workspace with their sizes: in/ came with the brief, out/ goes with the draft, last/ went
    with the version before and comes along no more unless it is written to out/ again."""
    folder = run_of(runtime).folder
    found = await asyncio.to_thread(
        lambda: [each for part in ("in", "last", "out") for each in disk.listed(folder, part)]
    )
    return framed("files", "\n".join(f"{name}  {size:,} bytes" for name, size in found) or "(no files)")


@tool
async def read_file(name: str, runtime: ToolRuntime[Any, Any], first_line: int = 1) -> str:
    """Read a text file of the workspace, 400 lines from `first_line`."""
    data = await asyncio.to_thread(disk.read, run_of(runtime).folder, name)
    return shown(name, data.decode("utf-8", "replace").splitlines(), first_line)


def shown(name: str, lines: list[str], first: int) -> str:
    """Return lines of a file as material, from line `first`, with their numbers in a note."""
    part = lines[max(0, first - 1) : max(0, first - 1) + LINES]
    head, text = f"{name}, lines {first} to {first + len(part) - 1} of {len(lines)}", "\n".join(part)
    more = f", the first {SHOWN:,} of {len(text):,} characters" if len(text) > SHOWN else ""
    return framed(name, text[:SHOWN], f"{head}{more}.")


def file_writer(reader: Reader) -> BaseTool:
    """Return the tool that writes a file for the draft; `reader` makes the Word documents."""

    @tool
    async def write_file(name: str, text: str, runtime: ToolRuntime[Any, Any]) -> str:
        """Write a file that goes with the draft (.md, .csv, .txt, .json, .html, or .docx from Markdown)."""
        inner, run = f"out/{name.removeprefix('out/')}", run_of(runtime)
        kind = PurePath(name).suffix.lower()
        if kind not in WRITTEN:
            raise ValueError(f"A file may end in {', '.join(sorted(WRITTEN))}.")
        if len(text) > LARGEST:
            raise ValueError(f"At most {LARGEST:,} characters fit in a file.")
        data = text.encode()
        if kind == ".docx":
            data = await reader.word(PurePath(name).stem, text, run.given.payer.who)
        await asyncio.to_thread(disk.write, run.folder, inner, data)
        return f"Wrote {inner}, {len(data):,} bytes."

    write_file.metadata = {**HOLDS, "leaves": True}
    return write_file


HOLDS: dict[str, Any] = {"labels": []}  # what is in the workspace came with the brief, whose sources count already
for each in (list_files, read_file):
    each.metadata = {**HOLDS, "frames": True}


def toolbox(reader: Reader | None = None) -> Toolbox:
    """Return the toolbox of a workspace: list, read and write files.

    Args:
        reader: makes Word documents; one of its own by default.
    """
    return Toolbox(always=[list_files, read_file, file_writer(reader or Reader())], opens=[supplied])
