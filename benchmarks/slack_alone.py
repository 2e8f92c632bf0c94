"""Local Slack in a process of its own, until it is killed: `python -m benchmarks.slack_alone [PEOPLE]`."""

import asyncio
import sys

from benchmarks.crowd import config, name
from localslack.server import LocalSlack


async def serve(people: int) -> None:
    slack = LocalSlack(config=config(people))
    for n in range(1, people + 1):
        slack.workspace.dm(name(n))
    print(await slack.start(), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
