"""Local Slack in a process of its own, until it is killed."""

import asyncio

from bot.stage import local_config
from localslack.server import LocalSlack


async def serve() -> None:
    print(await LocalSlack(local_config()).start(), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve())
