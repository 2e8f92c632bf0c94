"""What the form of a playbook remembers: what it is of, where its answer goes, and whom its text names."""

import json
from collections.abc import Mapping

from bot.envelope.payload import Envelope


def metadata_of(envelope: Envelope, about: str, named: Mapping[str, str]) -> str:
    """Return what the form of a playbook remembers: what it is of, where its answer goes, and whom its text names."""
    return json.dumps({"name": about, "answer": envelope.response_url, "ids": dict(named)}, ensure_ascii=False)


def read_metadata(metadata: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return what a form's metadata holds: texts, empty for what we never wrote, and whom its clauses name."""
    try:
        content = json.loads(metadata)
    except ValueError:
        content = {}
    about = content if isinstance(content, dict) else {}
    named = about.get("ids")
    texts = {name: str(about.get(name) or "") for name in ("name", "channel", "answer", "version", "fields")}
    return texts, {str(name): str(id_) for name, id_ in named.items()} if isinstance(named, dict) else {}
