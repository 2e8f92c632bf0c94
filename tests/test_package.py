"""What `pip install .` gives: built, installed into an empty environment, and used from an empty folder."""

import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def pip(python: Path | str, *arguments: str) -> None:
    command = [str(python), "-m", "pip", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def sluice(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The installed command, with the dependencies of this environment and nothing of this folder."""
    place = tmp_path_factory.mktemp("package")
    source = place / "source"
    source.mkdir()
    subprocess.run(
        f"git -C {ROOT} ls-files -z | xargs -0 cp -P --parents -t {source}", shell=True, check=True, cwd=ROOT
    )
    locked = int(version("setuptools").split(".")[0]) >= 77  # as requirements.lock has it: no network is needed
    pip(
        sys.executable,
        "wheel",
        "--no-deps",
        *(["--no-build-isolation"] if locked else []),
        "-w",
        str(place),
        str(source),
    )
    (wheel,) = place.glob("sluice-*.whl")
    venv.create(place / "venv", with_pip=True)
    pip(place / "venv/bin/python", "install", "--no-deps", "--no-index", str(wheel))
    own = {"PATH": os.environ["PATH"], "PYTHONPATH": sysconfig.get_path("purelib"), "SLUICE_MODEL": "offline"}

    def run(*arguments: str, cwd: Path) -> "subprocess.CompletedProcess[str]":
        command = [str(place / "venv/bin/sluice"), *arguments]
        return subprocess.run(command, env=own, cwd=cwd, capture_output=True, text=True, check=False)

    return run


def test_it_says_its_version(sluice: Run, tmp_path: Path) -> None:
    done = sluice("--version", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "sluice 0.2.0\n")


def test_it_plays_the_main_job(sluice: Run, tmp_path: Path) -> None:
    done = sluice("demo", "--once", cwd=tmp_path)
    assert done.returncode == 0 and "0 lost" in done.stdout, done.stdout + done.stderr
    assert list(tmp_path.iterdir()) == []


def test_it_prints_the_manifest(sluice: Run, tmp_path: Path) -> None:
    done = sluice("manifest", cwd=tmp_path)
    assert done.returncode == 0 and "socket_mode_enabled: true" in done.stdout


def test_the_page_comes_along(sluice: Run, tmp_path: Path) -> None:
    code = "import localslack.server as s; print(sorted(p.name for p in s.PAGE.iterdir()))"
    python = Path(sluice("--version", cwd=tmp_path).args[0]).with_name("python")
    done = subprocess.run(
        [str(python), "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": sysconfig.get_path("purelib")},
        capture_output=True,
        text=True,
        check=False,
    )
    files = sorted(p.name for p in (ROOT / "localslack/page").iterdir())
    assert done.stdout.strip() == str(files), done.stderr
