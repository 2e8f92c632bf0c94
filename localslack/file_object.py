"""A file object, in Slack's shape."""

import mimetypes
import time

from localslack.workspace import Json


def described(file_id: str, name: str, size: int, user: str, address: str) -> Json:
    """Return a file object in Slack's shape."""
    now, ending = int(time.time()), name.rpartition(".")[2].lower()
    return {
        "id": file_id,
        "created": now,
        "timestamp": now,
        "name": name,
        "title": name,
        "mimetype": mimetypes.guess_type(name)[0] or "text/plain",
        "filetype": ending or "text",
        "pretty_type": ending.upper() or "Plain text",
        "user": user,
        "username": "",
        "editable": False,
        "size": size,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": False,
        "public_url_shared": False,
        "display_as_bot": False,
        "url_private": address,
        "url_private_download": address,
        "permalink": address,
        "permalink_public": address,
    }
