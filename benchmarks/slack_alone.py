"""Local Slack in a process of its own, until it is killed: `python -m benchmarks.slack_alone [PEOPLE]`."""

import asyncio
import sys
from dataclasses import replace

from bot.stage import local_config
from localslack.server import LocalSlack


async def serve(people: int) -> None:
    config = local_config()
    more = tuple({"id": f"U{n:05}", "name": f"p{n}", "tz": "UTC"} for n in range(1, people + 1))
    slack = LocalSlack(replace(config, users=(*config.users, *more)))
    for user in more:
        slack.workspace.dm(str(user["id"]))
    print(await slack.start(), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
