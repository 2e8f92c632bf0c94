"""What a run leaves behind: no flood of files, and no program that runs as its owner."""

import os
import stat
import subprocess
from pathlib import Path

import pytest

from agents.tools import amount, leftovers
from agents.tools.command_limits import Limits
from agents.tools.sandbox import run


@pytest.fixture
def box(bwrap: str, tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    (folder / "in").mkdir(parents=True)
    (folder / "in" / "notes.md").write_text("39")
    for path in (folder, folder / "in"):
        path.chmod(0o777)
    return folder


async def test_a_flood_of_empty_files_does_not_stay(box: Path) -> None:
    flood = "import os\nos.mkdir('out')\nfor n in range(150_000): open(f'out/{n}', 'w').close()"
    done = await run(box, ["python", "-I", "-c", flood])
    assert done.code is None and done.why.startswith("It made more than 10,000 files")
    assert [str(p.relative_to(box)) for p in sorted(box.rglob("*"))] == ["in", "in/notes.md"]


async def test_a_flood_in_folders_that_nobody_may_open_does_not_stay(box: Path) -> None:
    flood = (
        "import os\nos.makedirs('out/a/b')\nfor n in range(300): open(f'out/a/b/{n}', 'w').close()\n"
        "os.chmod('out/a/b', 0); os.chmod('out/a', 0)"
    )
    done = await run(box, ["python", "-I", "-c", flood], Limits(files=100))
    assert done.why.startswith("It made more than 100 files")
    assert not (box / "out").exists()


async def test_what_lies_too_deep_to_be_looked_at_does_not_stay(box: Path) -> None:
    deep = (
        "import os\nfor n in range(60): os.mkdir('d' * 100); os.chdir('d' * 100)\n"
        "for n in range(20_000): open(str(n), 'w').close()"
    )
    done = await run(box, ["python", "-I", "-c", deep])
    assert done.code == 0 or "10,000 files" in done.why, done.output
    assert amount.measure(box).count < 100
    left = subprocess.run(["find", str(box), "-type", "f"], capture_output=True, text=True, check=True).stdout
    assert left.split() == [str(box / "in" / "notes.md")]


async def test_what_was_there_before_is_not_counted(box: Path) -> None:
    for n in range(200):
        (box / "in" / str(n)).touch()
    done = await run(box, ["sh", "-c", "echo 42 > made"], Limits(files=100))
    assert done.code == 0 and (box / "made").exists() and (box / "in" / "199").exists()


async def test_no_program_stays_that_runs_as_its_owner(box: Path) -> None:
    make = "cp /usr/bin/id in/id; chmod 6755 in/id; mkdir d; chmod 3777 d; cp /usr/bin/id d/id; chmod 4711 d/id; ln -s in/id l"
    done = await run(box, ["sh", "-c", make])
    assert done.code == 0, done.output
    modes = {p.name: stat.S_IMODE(p.lstat().st_mode) for p in box.rglob("*") if not p.is_symlink()}
    assert modes["d"] == 0o777
    assert not any(mode & leftovers.SPECIAL for mode in modes.values())
    assert os.access(box / "in" / "id", os.X_OK)
