"""The kernel's own groups hold what runs in a sandbox, where this machine lets us make them; else nothing is different."""

import asyncio
import os
from pathlib import Path

import pytest

from agents.tools import cgroup, group_ending, watching
from agents.tools.cgroup import find
from agents.tools.command_limits import Limits
from agents.tools.group_limits import Most
from agents.tools.groups import Groups
from agents.tools.sandbox import run

MOST = Most(memory=100 << 20, processes=20, cores=1.5)


@pytest.fixture
def groups() -> Groups:
    made = cgroup.groups()
    if made is None:
        pytest.skip("this machine lets nobody make groups")
    return made


@pytest.fixture
def box(bwrap: str, tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    folder.chmod(0o777)
    return folder


def made(groups: Groups) -> set[str]:
    """The groups that there are below that of all sandboxes."""
    folders = set(groups.folders.values())
    return {path.name for folder in folders for path in folder.glob(f"{group_ending.NAME}*") if path.is_dir()}


async def test_a_command_runs_in_a_group_with_its_limits_and_the_group_goes_with_it(groups: Groups, box: Path) -> None:
    (box / "wait.py").write_text("import time; open('begun', 'w').close(); time.sleep(100)")
    task = asyncio.create_task(run(box, ["python", "-I", "wait.py"], Limits(memory=300 << 20, processes=7)))
    while not (box / "begun").exists():
        await asyncio.sleep(0.05)
    (name,) = made(groups)
    held = {kind: folder / name for kind, folder in groups.folders.items()}
    assert held["pids"].joinpath("pids.max").read_text().strip() == "10"
    assert len(held["memory"].joinpath("cgroup.procs").read_text().split()) >= 2
    limit = next(p for p in ("memory.max", "memory.limit_in_bytes") if (held["memory"] / p).exists())
    assert int((held["memory"] / limit).read_text()) == 300 << 20
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert made(groups) == set()


async def test_what_the_kernel_ends_for_its_memory_is_told_so(groups: Groups, box: Path) -> None:
    """It takes it faster than anybody looks, in processes that each stay below the limit."""
    code = "import os\nfor n in range(6):\n    if os.fork() == 0: x = b'x' * (90 << 20); os._exit(0)\nwhile True: os.wait()"
    (box / "take.py").write_text(code)
    done = await run(box, ["python", "-I", "take.py"], Limits(memory=150 << 20, seconds=30))
    assert done.code is None and done.why == "It took more than 150 MB of memory."
    assert made(groups) == set()


async def test_the_time_of_all_processes_is_summed(box: Path) -> None:
    (box / "spin.py").write_text("import os\nos.fork(); os.fork()\nwhile True: pass")
    done = await run(box, ["python", "-I", "spin.py"], Limits(seconds=50, processor=1.5))
    assert done.why == "It took more than 1.5 seconds of all processors together."


async def test_the_memory_of_all_sandboxes_is_summed_and_the_largest_is_ended(
    box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cgroup, "ALL_MEMORY", 150 << 20)
    monkeypatch.setattr(cgroup, "groups", lambda: None)  # watched alone
    for size in (40, 130):
        (box / f"hold{size}.py").write_text(
            f"import time; x = b'x' * ({size} << 20); time.sleep({2 if size == 40 else 40})"
        )
    small, large = await asyncio.gather(
        *(run(box, ["python", "-I", f"hold{n}.py"], Limits(seconds=30)) for n in (40, 130))
    )
    assert (small.code, small.why) == (0, "")
    assert large.why.startswith("All that runs now took more than 150 MB of memory")
    assert watching.HELD == {}


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """The files of a kernel with the second version, with a folder that is ours."""
    own = tmp_path / "fs" / "unit"
    own.mkdir(parents=True)
    (own / "cgroup.controllers").write_text("cpuset cpu io memory pids")
    (own / "cgroup.subtree_control").write_text("cpu memory pids")
    proc = tmp_path / "proc"
    (proc / "self").mkdir(parents=True)
    (proc / "self" / "mountinfo").write_text(f"31 23 0:28 / {tmp_path}/fs rw - cgroup2 cgroup2 rw\n")
    (proc / "self" / "cgroup").write_text("0::/unit\n")
    (proc / str(os.getpid())).mkdir()
    return proc


def test_the_second_version_has_one_folder_for_all_limits(second: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "rmdir", lambda self: None)  # the kernel's folders are empty for it
    found = find(second, "41")
    assert found is not None and found.version == 2 and len(set(found.folders.values())) == 1
    folder = found.folders["memory"]
    assert folder.name == "sluice-all-41" and (folder / "cpu.max").read_text().endswith(" 100000")
    steps = found.enter(MOST)
    wanted = ["memory.max=104857600", "memory.oom.group=1", "pids.max=23", "cpu.max=150000 100000", "cgroup.procs=0"]
    assert list(steps[4:-1]) == [str(folder), *wanted] and steps[-1] == "--"


def test_a_machine_that_lets_nobody_make_groups_has_none(second: Path, tmp_path: Path) -> None:
    (second / "self" / "cgroup").write_text("0::/other\n")
    assert find(second, "41") is None
    (second / "self" / "mountinfo").write_text("")
    assert find(second, "41") is None
    assert find(tmp_path / "nothing", "41") is None


def test_what_a_bot_that_has_ended_left_is_taken_away(second: Path, tmp_path: Path) -> None:
    left = tmp_path / "fs" / "unit" / "sluice-all-40" / "sluice-77"
    left.mkdir(parents=True)
    find(second, "41")
    assert not left.exists()


def test_what_is_half_made_is_taken_away(second: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writes, removed = Path.write_text, list[str]()

    def refuse(self: Path, text: str, *more: str) -> int:
        if self.name == "cpu.max":
            raise OSError("the group above has less")
        return writes(self, text, *more)

    monkeypatch.setattr(Path, "write_text", refuse)
    monkeypatch.setattr(cgroup, "remove_group", lambda group: removed.append(group.name))
    assert find(second, "41") is None
    assert removed == ["sluice-try", "sluice-all-41"]


@pytest.mark.parametrize("moved", ["", "sluice-bot/"])
def test_the_process_that_agents_work_in_has_the_groups_of_the_one_that_began_it(
    second: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moved: str
) -> None:
    """They stand in one group, from which the first of them moved where the kernel wanted it."""
    monkeypatch.setattr(Path, "rmdir", lambda self: None)  # the kernel's folders are empty for it
    made = find(second, "41")
    own = tmp_path / "fs" / "unit" / moved
    own.mkdir(exist_ok=True)
    (own / "cgroup.controllers").write_text("cpuset cpu io memory pids")
    (second / "self" / "cgroup").write_text(f"0::/unit/{moved}".rstrip("/") + "\n")
    assert made is not None and cgroup.find_shared(second, "41") == made
    assert cgroup.find_shared(second, "42") is None
    assert cgroup.find_shared(tmp_path / "nothing", "41") is None
