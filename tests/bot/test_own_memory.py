"""A command of the settings runs as the bot's user, and finds no secret of the bot's in what the system tells of it."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parents[2]
LOOKS = "import subprocess; print(subprocess.run('cat /proc/$PPID/environ', shell=True, capture_output=True).stdout)"
NOBODY = ("bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--unshare-all", "--unshare-user", "--proc", "/proc")


def seen(code: str) -> str:
    """Return what a child of a process with a secret reads of it; both run without root's powers."""
    alone = (*NOBODY, "--uid", "65534", "--cap-drop", "ALL", "--chdir", str(HERE), "--clearenv")
    secret = ("--setenv", "SLACK_BOT_TOKEN", "xoxb-canary")
    command = [*alone, *secret, "--", sys.executable, "-c", code]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_a_child_reads_no_secret_from_its_parent(bwrap: str) -> None:
    assert "xoxb-canary" in seen(LOOKS)
    assert "canary" not in seen(f"from bot.setup import own_memory; own_memory.keep(); {LOOKS}")


def test_each_command_of_sluice_shuts_others_out(bwrap: str) -> None:
    code = "from bot import cli\n\ndef look():\n    " + LOOKS + "\n\ncli.cli = look\ncli.main()"
    told = seen(code)
    assert told.strip() == "b''"
