"""The Web API's methods for finding messages: search and permalinks."""

from collections.abc import Mapping
from dataclasses import dataclass

from localslack.api_error import Wrong
from localslack.channels import Channels
from localslack.workspace import Json, Method, Workspace


@dataclass(frozen=True, slots=True)
class Search:
    """The methods of the Web API for search and permalinks."""

    workspace: Workspace
    channels: Channels
    base: str

    def methods(self) -> Mapping[str, Method]:
        """Return the function that answers each method, by the method's name."""
        return {"search.messages": self._search, "chat.getPermalink": self._permalink}

    def _search(self, a: Json) -> Json:
        """Words that all occur, whatever their case; newest first."""
        if not str(a["query"]).strip():
            raise Wrong("no_query")
        words = str(a["query"]).lower().split()
        every = [m for held in self.workspace.messages.values() for m in held]
        every.sort(key=lambda m: m["ts"], reverse=True)
        found = [m for m in every if all(w in m["text"].lower() for w in words)]
        most = int(a.get("count") or 20)
        first = (int(a.get("page") or 1) - 1) * most
        shown = [
            {**m, "channel": {"id": m["channel"]}, "permalink": self._link(m)} for m in found[first : first + most]
        ]
        return {"query": a["query"], "messages": {"total": len(found), "matches": shown}}

    def _permalink(self, a: Json) -> Json:
        message = self.channels.message_at(a, "message_ts")
        return {"channel": message["channel"], "permalink": self._link(message)}

    def _link(self, message: Json) -> str:
        return f"{self.base}/#{message['channel']}/{message['ts']}"
