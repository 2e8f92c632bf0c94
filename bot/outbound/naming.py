"""The commands of this workspace in our sentences: an installation may have put a prefix before them."""

import re
from dataclasses import dataclass
from typing import Any

_COMMAND = re.compile(r"(?<![\w/.:<-])/(?P<name>assign|collect|sluice)\b")
_SPOKEN = ("mrkdwn", "plain_text")
_PARTS = ("blocks", "elements", "fields", "accessory", "element", "label", "hint", "title", "confirm", "deny", "view")


@dataclass(frozen=True, slots=True)
class Naming:
    """The names of our commands in this workspace, for every sentence that has one.

    Rich text stays as it is: it holds the words of drafts and of people.
    """

    prefix: str = ""

    def sentence(self, text: str) -> str:
        """Return one of our sentences with this workspace's prefix before the names of our commands."""
        return _COMMAND.sub(rf"/{self.prefix}\g<name>", text) if self.prefix else text

    def apply(self, node: Any) -> Any:
        """Return a message, blocks or a view with the real names of the commands."""
        if not self.prefix:
            return node
        if isinstance(node, list | tuple):
            return [self.apply(child) for child in node]
        if not isinstance(node, dict) or str(node.get("type")).startswith("rich_text"):
            return node
        return {key: self._value(key, value, node) for key, value in node.items()}

    def _value(self, key: str, value: Any, node: dict[str, Any]) -> Any:
        if key == "text" and isinstance(value, str):
            return self.sentence(value) if node.get("type", "mrkdwn") in _SPOKEN or "blocks" in node else value
        if key == "errors" and isinstance(value, dict):
            return {field: self.sentence(str(why)) for field, why in value.items()}
        return self.apply(value) if key in (*_PARTS, "text") else value
