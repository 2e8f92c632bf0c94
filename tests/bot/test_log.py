"""What the log writes of libraries has the form of our own lines."""

import logging

import pytest
import structlog

from bot.operations import console


def test_a_library_writes_in_the_same_form(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    before, root = structlog.get_config(), logging.Logger("root")
    monkeypatch.setattr(logging, "root", root)
    try:
        console.set_log("info")
        root.handle(logging.LogRecord("psycopg.pool", logging.WARNING, "", 0, "no connection:\nrefused", None, None))
    finally:
        structlog.configure(**before)
    (line,) = capsys.readouterr().err.splitlines()
    assert "level='warning'" in line and "logger='psycopg.pool'" in line and r"no connection:\nrefused" in line
