"""The long runs of `tests.safety.guided`, where atheris is installed: it is no requirement of the tests."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.safety.fuzzing import MINUTES
from tests.safety.test_fuzz import TARGETS

HERE = Path(__file__).parents[2]


@pytest.mark.soak
@pytest.mark.parametrize("name", [*TARGETS, "names"])
def test_what_reaches_further_is_answered_or_refused(name: str, tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="atheris is not installed")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    bounds = (f"-max_total_time={round(MINUTES * 60)}", "-timeout=20", "-rss_limit_mb=1500", "-max_len=4096")
    command = [sys.executable, "-m", "tests.safety.guided", name, *bounds, f"-artifact_prefix={tmp_path}/", corpus]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
