"""The Web API's method for the session of an agent in a thread."""

from collections.abc import Mapping
from dataclasses import dataclass

from localslack.api_error import Wrong
from localslack.channels import Channels
from localslack.workspace import Json, Method, Workspace

STATUSES = frozenset({"active", "processing", "suspended", "closed"})


@dataclass(frozen=True, slots=True)
class Sessions:
    """The method of the Web API for the sessions of agents."""

    workspace: Workspace
    channels: Channels

    def methods(self) -> Mapping[str, Method]:
        """Return the function that answers each method, by the method's name."""
        return {"agents.sessions.setStatus": self._session}

    def _session(self, a: Json) -> Json:
        """An agent's session in a thread: made at its first status, whose title stays."""
        if not self.workspace.config.app.agent:
            raise Wrong("feature_disabled")
        if not a.get("thread_ts"):
            raise Wrong("thread_ts_required")
        if a["status"] not in STATUSES:
            raise Wrong("invalid_status")
        if self.workspace.find(self.channels.joined(a["channel_id"])["id"], a["thread_ts"]) is None:
            raise Wrong("thread_not_found")
        content = self.workspace.sessions.setdefault(
            f"{a['channel_id']} {a['thread_ts']}", {"title": str(a.get("title") or "")[:200]}
        )
        content["status"] = a["status"]
        heard = "agent_session_stopped" in self.workspace.config.app.events
        warning = {} if heard else {"warning": "missing_agent_session_stopped_event_subscription"}
        return {"status": a["status"], "title": content["title"], **warning}
