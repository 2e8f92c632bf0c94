"""A small repository with a real bug, its mending, and short hands for both."""

import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from agents.roster.repository_spec import RepositorySpec
from agents.tools.delivery import Delivery
from agents.tools.variables import Variables
from storage.ledger.decisions.approvals import Approved
from storage.rules.values.draft import Draft
from tests.agents.given import assignment
from tests.agents.scripted import says

BUG = "def total(prices):\n    return sum(int(p) for p in prices)\n"
TEST = "import shop\n\n\ndef test_whole():\n    assert shop.total([1, 2]) == 3\n"
FIX = {"name": "shop.py", "old": "sum(int(p) for p in prices)", "new": "round(sum(prices), 2)"}
NEW_TEST = {
    "name": "test_shop.py",
    "old": TEST,
    "new": TEST + "\n\ndef test_cents():\n    assert shop.total([0.4, 0.4]) == 0.8\n",
}
PUSH = 'git push -q origin "$BRANCH"'
MADE_AT = datetime(2026, 11, 25, tzinfo=UTC)
VARIABLES = Variables({"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent"})


def git(folder: Path, *args: str) -> str:
    quiet = ("-c", "user.name=Test", "-c", "user.email=test@localhost", "-c", "protocol.file.allow=always")
    return subprocess.run(["git", *quiet, *args], cwd=folder, check=True, capture_output=True, text=True).stdout


def commit(folder: Path, name: str, text: str) -> None:
    """Commit a file to a repository, with all that lies there."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", name)


def spec(shop: Path, **more: Any) -> RepositorySpec:
    return RepositorySpec(**{"path": shop, "test": "python -m pytest -q -p no:cacheprovider", **more})


def approved(draft: Draft, goal: str = "Fix the bug", sha256: str | None = None) -> Approved:
    """What a reviewer approved: the draft as it was made, unless it says another sum."""
    change = draft.change.sha256 if draft.change else ""
    made = draft if draft.made_at else replace(draft, made_at=MADE_AT)
    return Approved(assignment(goal=goal).task, made, change if sha256 is None else sha256)


def delivery(shop: Path, home: Path, variables: Variables = VARIABLES, **more: Any) -> Delivery:
    return Delivery({"shop": spec(shop, **more)}, home, variables)


def edits(name: str, old: str, new: str) -> Any:
    return says(edit_file={"name": name, "old": old, "new": new})


def writes(name: str, text: str) -> Any:
    return says(write_file={"name": name, "text": text})
