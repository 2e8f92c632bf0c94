"""What the golden views have in common: each looks as it did when somebody last looked at it."""

import json
from pathlib import Path
from typing import Any

import pytest

GOLDEN = Path(__file__).parent / "golden"


def check_golden(name: str, drawn: Any) -> None:
    """Check that a view, or the blocks of a message, look as they did; a new one is written, and fails once."""
    found, path = json.loads(json.dumps(drawn)), GOLDEN / f"{name}.json"
    if not path.exists():
        path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
        pytest.fail(f"{path.name} was new: look at it, then run again")
    assert found == json.loads(path.read_text())
