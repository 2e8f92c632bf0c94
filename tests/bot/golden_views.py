"""What the golden views have in common: each looks as it did when somebody last looked at it."""

import json
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.models.blocks import Block

from localslack.limits import message_error
from localslack.view_limits import view_error

GOLDEN = Path(__file__).parent / "golden"


def check_golden(name: str, drawn: Any) -> None:
    """Check that a view, or the blocks of a message, look as they did; a new one is written, and fails once."""
    found, path = json.loads(json.dumps(drawn)), GOLDEN / f"{name}.json"
    if not path.exists():
        path.write_text(json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n")
        pytest.fail(f"{path.name} was new: look at it, then run again")
    assert found == json.loads(path.read_text())


def check_taken(drawn: Any) -> None:
    """Check that Slack, by its limits and by its own models, takes a view or the blocks of a message."""
    blocks = drawn["blocks"] if isinstance(drawn, dict) else list(drawn)
    for block in blocks:
        parsed = Block.parse(block)
        assert parsed is not None, block
        assert json.loads(json.dumps(parsed.to_dict())) == json.loads(json.dumps(block))
    fault = view_error(drawn) if isinstance(drawn, dict) else message_error(blocks)
    assert not fault, fault
