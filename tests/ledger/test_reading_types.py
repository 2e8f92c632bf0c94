"""A query gets what only reads: mypy refuses a query that writes, promises or notes."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
QUERY = """
import sqlalchemy as sa
from storage.ledger import people
from storage.ledger.core.ledger import Ledger, Read
from storage.tables import task


def query(read: Read, team: str) -> None:
    {line}


async def ask(ledger: Ledger) -> None:
    await ledger.see(query, "T01")
"""


@pytest.mark.parametrize(
    "line, wrong",
    [
        ("read.conn.execute(sa.select(task.c.id).where(task.c.team == team)).all()", ""),
        ("read.conn.execute(sa.update(task).where(task.c.team == team).values(urgent=True))", "No overload variant"),
        ("read.conn.execute(sa.text('DELETE FROM task'))", "No overload variant"),
        ("people.ensure(read, team, 'U01')", "incompatible type"),
        ("read.promise(team, 'forget', 1)", 'has no attribute "promise"'),
    ],
)
def test_a_query_that_writes_is_no_query(tmp_path: Path, line: str, wrong: str) -> None:
    file = tmp_path / "query.py"
    file.write_text(QUERY.format(line=line))
    command = [sys.executable, "-m", "mypy", "--cache-dir", str(ROOT / ".mypy_cache"), "--no-error-summary", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (wrong in done.stdout) if wrong else (done.returncode == 0), done.stdout
