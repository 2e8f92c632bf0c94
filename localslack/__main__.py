"""`python -m localslack`: a Slack on this machine, for any app."""

import argparse
import asyncio
import sys
from pathlib import Path

from localslack.manifest_file import BadConfig
from localslack.server import LocalSlack
from localslack.settings import build, read


def main() -> None:
    """Read the options of the command line, and serve until Ctrl-C; end with a message when that is not possible."""
    parser = argparse.ArgumentParser(prog="python -m localslack", description=__doc__)
    parser.add_argument("--config", type=Path, help="a TOML file with the workspace and the app")
    parser.add_argument("--manifest", type=Path, help="an app's manifest, where there is no --config")
    parser.add_argument("--host", default="127.0.0.1", help="where it listens; it has no passwords: keep it local")
    parser.add_argument("--port", type=port, default=8765)
    parser.add_argument("--request-url", default="", help="where the app listens (HTTP); none for Socket Mode")
    given = parser.parse_args()
    try:
        config = read(given.config) if given.config else build({"rate_limits": True}, given.manifest)
    except BadConfig as bad:
        sys.exit(str(bad))
    try:
        asyncio.run(serve(LocalSlack(config=config), given.host, given.port, given.request_url))
    except KeyboardInterrupt:
        return
    except OSError as taken:
        sys.exit(f"{given.host}:{given.port}: {taken.strerror}")


def port(text: str) -> int:
    """Return a port; argparse tells what is wrong with any other text."""
    number = int(text)
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"{number} is no port: 0 to 65535")
    return number


async def serve(slack: LocalSlack, host: str, port: int, request_url: str) -> None:
    """Start the server, print the addresses and keys that the app needs, and run until it is canceled."""
    base = await slack.start(host, port)
    if request_url:
        slack.connect(request_url)
    c = slack.config
    print(f"Local Slack: {base}\n")
    print("The app's environment:")
    print(f"  SLACK_API_BASE_URL={base}/api/\n  SLACK_BOT_TOKEN={c.bot_token}")
    print(f"  SLACK_APP_TOKEN={c.app_token}   (Socket Mode)")
    print(f"  SLACK_SIGNING_SECRET={c.secret}   (HTTP: --request-url)", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    main()
