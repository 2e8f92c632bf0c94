"""What runs in the sandbox reaches nothing but its own folder."""

import asyncio
import os
import time
from pathlib import Path

import pytest

from agents.roster.ends import CannotDo
from agents.tools import piped, processes, sandbox
from agents.tools.command_limits import Limits
from agents.tools.sandbox import NoSandbox, Ran, run
from agents.tools.sandbox_view import Mount, View


@pytest.fixture
def box(bwrap: str, tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    folder.chmod(0o777)
    return folder


async def python(folder: Path, code: str, limits: Limits | None = None, *args: str) -> Ran:
    (folder / "program.py").write_text(code)
    return await run(folder, ["python", "-I", "program.py", *args], limits)


async def test_it_runs_and_tells_what_was_printed(box: Path) -> None:
    done = await python(box, "print(6 * 7); open('made.txt', 'w').write('x')")
    assert (done.code, done.output.strip()) == (0, "42")
    assert (box / "made.txt").read_text() == "x"
    assert (await python(box, "raise SystemExit(3)")).code == 3


async def test_there_is_no_network(box: Path) -> None:
    came: list[object] = []
    async with await asyncio.start_server(lambda reader, writer: came.append(writer.close()), "127.0.0.1") as server:
        port = server.sockets[0].getsockname()[1]
        done = await python(box, f"import socket; socket.create_connection(('127.0.0.1', {port}), 2)")
    assert done.code == 1 and "ConnectionRefusedError" in done.output
    assert came == []
    done = await python(box, "import socket; print([name for _, name in socket.if_nameindex()])")
    assert done.output.strip() == "['lo']"


@pytest.mark.parametrize("path", ["/usr/x", "/etc/x", "/home/x", "/srv/x", "../x", "/proc/sys/kernel/x"])
async def test_nothing_outside_can_be_written(box: Path, path: str) -> None:
    done = await python(box, f"open({path!r}, 'w')")
    assert done.code == 1


async def test_secrets_of_the_process_are_not_there(box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-canary")
    done = await python(
        box,
        "import os, glob\n"
        "print(dict(os.environ))\n"
        "for p in glob.glob('/proc/[0-9]*/environ'):\n"
        "    try: print(open(p).read())\n"
        "    except OSError: pass\n",
    )
    assert done.code == 0
    assert "canary" not in done.output
    assert "SLACK" not in done.output


async def test_other_peoples_files_are_not_there(box: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("canary")
    done = await python(box, f"print(open({str(tmp_path / 'secret.txt')!r}).read())")
    assert done.code == 1 and "canary" not in done.output


async def test_no_open_folder_of_this_machine_is_left_inside(box: Path) -> None:
    code = "import os\nfor n in os.listdir('/proc/self/fd'):\n    try: print(n, os.path.isdir(f'/proc/self/fd/{n}'))\n    except OSError: pass"
    done = await python(box, code)
    assert done.code == 0 and "0 False" in done.output and "True" not in done.output


async def test_a_link_in_the_place_of_its_folder_is_refused(box: Path, tmp_path: Path) -> None:
    (tmp_path / "private").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "private")
    with pytest.raises(CannotDo, match="Its folder link can't be opened"):
        await run(tmp_path / "link", ["touch", "x"])
    assert list((tmp_path / "private").iterdir()) == []


async def test_whoever_waits_for_an_answer_comes_first(box: Path) -> None:
    assert (await python(box, "import os; print(os.nice(0))")).output.strip() == "10"


async def test_it_is_nobody(box: Path) -> None:
    assert (await python(box, "import os; print(os.getuid(), os.getgid())")).output.split() == ["65534", "65534"]


@pytest.mark.parametrize(
    "code, limits, words",
    [
        ("while True: pass", Limits(seconds=1.5), "1.5 seconds"),
        ("import time; time.sleep(60)", Limits(seconds=1), "1 seconds"),
        (
            "open('big', 'wb').write(b'x' * (30 << 20))\nopen('more', 'wb').write(b'x' * (30 << 20))\nimport time; time.sleep(60)",
            Limits(disk=40 << 20),
            "40 MB",
        ),
    ],
)
async def test_time_and_disk_end_it(box: Path, code: str, limits: Limits, words: str) -> None:
    began = time.monotonic()
    done = await python(box, code, limits)
    assert done.code is None and words in done.why
    assert time.monotonic() - began < 8


async def test_memory_has_a_limit(box: Path) -> None:
    done = await python(box, "x = bytearray(2 << 30)", Limits(memory=512 << 20))
    assert done.code != 0 and "MemoryError" in done.output


@pytest.mark.parametrize(
    "takes",
    [
        "x = bytearray(50 << 20); x[::4096] = b'x' * len(x[::4096])",
        "x = mmap.mmap(-1, 50 << 20); x.write(bytes(50 << 20))",
        "x = os.memfd_create('x'); [os.write(x, bytes(1 << 20)) for _ in range(50)]",
    ],
)
async def test_memory_has_a_limit_for_all_together(box: Path, takes: str) -> None:
    code = (
        "import mmap, os, time\n"
        "for n in range(8):\n"
        "    if os.fork() == 0:\n"
        f"        {takes}; time.sleep(50); os._exit(0)\n"
        "time.sleep(50)"
    )
    done = await python(box, code, Limits(memory=256 << 20, seconds=20))
    assert done.why == "It took more than 256 MB of memory."


@pytest.mark.parametrize("folder", ["/tmp", "/dev/shm", "/dev", "/run"])
async def test_what_lies_in_memory_has_a_limit(box: Path, folder: str) -> None:
    done = await python(box, f"for n in range(3): open(f'{folder}/x{{n}}', 'wb').write(bytes(40 << 20))")
    assert done.code == 1 and ("No space left" in done.output or "Read-only" in done.output)


async def test_processes_have_a_limit(box: Path) -> None:
    code = "import os, time\nfor n in range(500):\n    if os.fork() == 0:\n        time.sleep(50); os._exit(0)\ntime.sleep(50)"
    done = await python(box, code, Limits(processes=20, seconds=20))
    assert "20 processes" in done.why or "BlockingIOError" in done.output


async def test_all_of_it_dies_with_a_cancel(box: Path) -> None:
    own = f"--mark={box}"  # it stands on the command line of every process of it
    task = asyncio.create_task(python(box, "import time; open('begun', 'w').close(); time.sleep(321)", None, own))
    while not (box / "begun").exists():
        await asyncio.sleep(0.05)
    assert len(_alive(own)) >= 2
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.sleep(0.2)
    assert _alive(own) == []


def _alive(mark: str) -> list[Path]:
    return [p for p in Path("/proc").glob("[0-9]*/cmdline") if mark in _read(p)]


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


async def test_much_output_is_cut_and_read_to_its_end(box: Path) -> None:
    done = await python(box, "for n in range(300000): print(n)")
    assert done.code == 0
    assert len(done.output) <= sandbox.SHOWN and done.output.rstrip().endswith("299999")


async def test_without_bubblewrap_nothing_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoSandbox, match="Install bubblewrap"):
        await run(tmp_path, ["true"])
    assert list(tmp_path.iterdir()) == []


async def test_a_chart_can_be_made(box: Path) -> None:
    (box / "out").mkdir()
    (box / "out").chmod(0o777)
    done = await python(
        box,
        "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3]); plt.title('Sales'); plt.savefig('out/chart.png')\n"
        "import pandas; print(pandas.DataFrame({'a': [1, 2]}).a.sum())",
    )
    assert done.code == 0, done.output
    assert (box / "out" / "chart.png").read_bytes().startswith(b"\x89PNG")


async def test_data_goes_through_whole_and_errors_beside_it(box: Path) -> None:
    data = bytes(range(256)) * 20_000
    view = View([Mount(box, "/here")])
    done = await piped.run(["sh", "-c", "cat; pwd >&2; touch x"], view, Limits(), data)
    assert (done.code, done.data, done.why) == (1, data, "")
    assert done.error.startswith("/here\n") and not (box / "x").exists()  # it may only read there


async def test_data_without_an_end_is_cut_off(box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piped, "MOST", 1 << 20)
    done = await piped.run(["cat", "/dev/zero"], View([Mount(box, "/here")]), Limits(seconds=20))
    assert (done.code, done.data) == (None, b"") and "more than 1 MB" in done.why


async def test_a_command_that_reads_nothing_ends(box: Path) -> None:
    done = await piped.run(["true"], View([Mount(box, "/here")]), Limits(), b"x" * 5_000_000)
    assert (done.code, done.data) == (0, b"")


def test_a_process_that_ends_while_it_is_looked_at_has_nothing_below_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(path: object) -> None:
        raise FileNotFoundError(path)

    with monkeypatch.context() as ended:
        ended.setattr(os, "scandir", gone)
        ended.setattr(os, "listdir", gone)
        assert processes.begun_by(os.getpid()) == [str(os.getpid())]
