"""An agent's thread as Slack's own agent sessions show it, where the workspace has them and the app is an agent."""

from dataclasses import dataclass, field

import structlog

from bot.slack import Gateway, Later, Never, Unclear
from storage.ledger import rows
from storage.ledger.core import Ledger
from storage.ledger.posting import Post
from storage.rules.lifecycle import CLOSED
from storage.rules.task import State

log = structlog.get_logger()

STATUS = {State.WORKING: "processing", State.ASKING: "suspended"}


@dataclass(slots=True)
class Sessions:
    """Tells how far a task is once the message that tells it is there; a workspace without sessions is asked once."""

    ledger: Ledger
    slack: Gateway
    _none: set[str] = field(default_factory=set)  # teams

    async def told(self, post: Post) -> None:
        if post.surface != "progress" or not post.thread or post.team in self._none:
            return
        task = await self.ledger.see(rows.find_task, post.team, id=int(post.subject))
        if task is None:
            return
        status = "closed" if task.state in CLOSED else STATUS.get(task.state, "active")
        place = {"channel_id": post.channel, "thread_ts": post.thread}
        try:
            await self.slack.call(
                "agents.sessions.setStatus", **place, status=status, title=f"{task.name} · {task.brief.title}"[:200]
            )
        except Never as no:
            self._none.add(post.team)
            log.info("sessions.none", why=str(no))
        except (Later, Unclear) as no:
            log.info("sessions.later", why=str(no))
