"""`sluice run` as processes of their own, that can be killed, frozen and started again."""

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

from localslack.server import LocalSlack
from tests.far_times import FAR_TIME

ROOT = Path(__file__).parents[2]


class Process:
    """
    Args:
        url: of a PostgreSQL database; empty for SQLite in `home`.
        module: what runs instead of `sluice run`.
        env: more of the environment.
    """

    def __init__(
        self,
        home: Path,
        slack: LocalSlack,
        *,
        socket_mode: bool = False,
        url: str = "",
        role: str = "all",
        module: str = "",
        undo: float = 0.3,
        **env: str,
    ) -> None:
        self.module = module
        self.home, self.slack, self.socket_mode, self.url, self.role, self.env = (
            home,
            slack,
            socket_mode,
            url,
            role,
            env,
        )
        self.port = free_port()
        self.running: asyncio.subprocess.Process | None = None
        home.mkdir(exist_ok=True)
        (home / "sluice.toml").write_text(
            f'undo_seconds = {undo}\nalone_minutes = 0.02\nlimit = 100\npost_seconds = 0.1\ntimes = ["{FAR_TIME:%H:%M}"]\n'
        )

    async def start(self) -> None:
        environment = {
            "PATH": os.environ["PATH"],
            "SLACK_BOT_TOKEN": "xoxb-test-token",
            "SLACK_SIGNING_SECRET": "test-signing-secret",
            "SLACK_APP_TOKEN": "xapp-test-token" if self.socket_mode else "",
            "SLACK_API_BASE_URL": self.slack.url,
            "SLUICE_PORT": str(self.port),
            "SLUICE_HOST": "127.0.0.1",
            "SLUICE_METRICS": "off",
            "SLUICE_HOME": str(self.home),
            "SLUICE_CONFIG": str(self.home / "sluice.toml"),
            "SLUICE_DATABASE_URL": self.url,
            "SLUICE_MODEL": "offline",
            **self.env,
        }
        command = ["-m", self.module] if self.module else ["-m", "bot", "run", "--log", "error", "--role", self.role]
        self.running = await asyncio.create_subprocess_exec(
            sys.executable, *command, cwd=ROOT, env=environment, stdout=asyncio.subprocess.PIPE
        )
        assert self.running.stdout is not None
        line = await asyncio.wait_for(self.running.stdout.readline(), 60)
        assert b"ready" in line
        if not self.socket_mode and self.role != "worker":
            self.connect()

    def connect(self) -> None:
        """Have Slack deliver to this process."""
        self.slack.connect(f"http://127.0.0.1:{self.port}/slack/events")

    def send(self, how: int) -> None:
        assert self.running is not None
        self.running.send_signal(how)

    async def kill(self, how: int = signal.SIGKILL) -> int:
        self.send(how)
        assert self.running is not None
        return await asyncio.wait_for(self.running.wait(), 60)


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])
