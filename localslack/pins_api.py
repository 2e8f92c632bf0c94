"""The Web API's methods for pins."""

from collections.abc import Mapping
from dataclasses import dataclass

from localslack.api_error import Wrong
from localslack.channels import Channels
from localslack.workspace import Json, Method, Workspace

MOST_PINS = 100


@dataclass(frozen=True, slots=True)
class Pins:
    """The methods of the Web API for pins."""

    workspace: Workspace
    channels: Channels

    def methods(self) -> Mapping[str, Method]:
        """Return the function that answers each method, by the method's name."""
        return {"pins.add": self._pin, "pins.remove": self._unpin, "pins.list": self._pins}

    def _pin(self, a: Json) -> Json:
        message, known = self.channels.message_at(a, "timestamp"), self.channels.writable(a["channel"])
        pins = known.setdefault("pins", [])
        if message["ts"] in pins:
            raise Wrong("already_pinned")
        if len(pins) >= MOST_PINS:
            raise Wrong("too_many_pins")
        pins.append(message["ts"])
        self.workspace.changed()
        return {}

    def _unpin(self, a: Json) -> Json:
        message, known = self.channels.message_at(a, "timestamp"), self.channels.writable(a["channel"])
        if message["ts"] not in known.get("pins", ()):
            raise Wrong("no_pin")
        known["pins"].remove(message["ts"])
        self.workspace.changed()
        return {}

    def _pins(self, a: Json) -> Json:
        known = self.channels.joined(a["channel"])
        found = [self.workspace.find(known["id"], ts) for ts in known.get("pins", ())]
        return {"items": [{"type": "message", "channel": known["id"], "message": m} for m in found if m]}
