"""An agent's thread as Slack's own agent sessions show it, where the workspace has them and the app is an agent.

Source: docs.slack.dev/ai/agent-sessions. Where there are none, the message in the thread tells the same.
"""

from dataclasses import dataclass, field

import structlog

from bot.outbound.outcomes import Later, Never, Unclear
from bot.outbound.slack import Gateway
from storage.ledger.core.ledger import Ledger
from storage.ledger.rows import finding_tasks
from storage.rules.lifecycle import CLOSED
from storage.rules.pages.messages import Post
from storage.rules.posts import PostKind
from storage.rules.values.place import Place
from storage.rules.values.task import State, Task

log = structlog.get_logger()

NO_SESSIONS = frozenset({"feature_disabled", "missing_scope", "not_allowed", "not_authorized", "unknown_method"})
STATUS = {State.WORKING: "processing", State.ASKING: "suspended"}


@dataclass(slots=True)
class Sessions:
    """The agent sessions of Slack, which show how far a task is; a workspace without sessions is asked once.

    A status is set only when the message that tells how far the task is stands in Slack.
    """

    ledger: Ledger
    slack: Gateway
    _none: set[str] = field(default_factory=set)  # teams

    async def told(self, post: Post) -> None:
        """Set the status of a task's session after a message that tells how far the task is."""
        if post.kind is not PostKind.PROGRESS or not post.thread:
            return
        task = await self.ledger.see(finding_tasks.find_task, post.team, id=int(post.subject))
        if task is not None:
            await self.show(task, Place(post.channel, post.thread))

    async def show(self, task: Task, place: Place) -> None:
        """Set the status of a task's session, if the workspace has sessions."""
        if task.team in self._none:
            return
        status = "closed" if task.state in CLOSED else STATUS.get(task.state, "active")
        title = f"{task.name} · {task.brief.title}"[:200]
        where = {"channel_id": place.channel, "thread_ts": place.ts}
        try:
            await self.slack.call("agents.sessions.setStatus", **where, status=status, title=title)
        except Never as error:
            if str(error) in NO_SESSIONS:
                self._none.add(task.team)
            log.info("sessions.none", why=str(error))
        except (Later, Unclear) as error:
            log.info("sessions.later", why=str(error))
