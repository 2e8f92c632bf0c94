"""The Web API's methods that post messages of the app: for all, or for one person."""

from collections.abc import Mapping
from dataclasses import dataclass

from localslack.api_error import Wrong
from localslack.channels import Channels
from localslack.echo import Echo
from localslack.message_content import content_of
from localslack.workspace import Json, Method, Workspace


@dataclass(frozen=True, slots=True)
class Messages:
    """The methods of the Web API that post messages of the app."""

    workspace: Workspace
    channels: Channels
    echo: Echo

    def methods(self) -> Mapping[str, Method]:
        """Return the function that answers each method, by the method's name."""
        return {
            "chat.postMessage": self._post,
            "chat.meMessage": lambda a: self._post({**a, "text": f"_{a['text']}_"}),
            "chat.postEphemeral": self._post_ephemeral,
        }

    def _post(self, a: Json) -> Json:
        place = self.channels.postable(a["channel"])
        if place["is_im"] and not self.workspace.config.app.messages_tab:
            raise Wrong("messages_tab_disabled")
        parent = self.workspace.find(place["id"], a["thread_ts"]) if a.get("thread_ts") else None
        if a.get("thread_ts") and parent is None:
            raise Wrong("thread_not_found")
        more = {k: a[k] for k in ("thread_ts", "metadata") if a.get(k)}
        message = self.workspace.say(place["id"], {**content_of(self.workspace, a), **more})
        self.echo.posted(message)
        return {"channel": place["id"], "ts": message["ts"], "message": message}

    def _post_ephemeral(self, a: Json) -> Json:
        place = self.channels.writable(a["channel"])
        if a["user"] not in place["members"]:
            raise Wrong("user_not_in_channel")
        content = content_of(self.workspace, a)
        thread = a.get("thread_ts")
        if thread and not self._alive(place["id"], thread):
            return {"message_ts": self.workspace.ts()}
        more = {"thread_ts": thread} if thread else {}
        return {"message_ts": self.workspace.whisper(a["user"], place["id"], {**content, **more})["ts"]}

    def _alive(self, channel: str, thread: str) -> bool:
        """Whether a thread has replies: an ephemeral message in any other is taken and shown to nobody.

        Source: docs.slack.dev/reference/methods/chat.postEphemeral, thread_ts.
        """
        return any(m.get("thread_ts") == thread and m["ts"] != thread for m in self.workspace.messages[channel])
