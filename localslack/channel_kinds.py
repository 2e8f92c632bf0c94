"""The kinds of conversations, in the words of the argument `types`, and the scope that each needs."""

from collections.abc import Collection

from localslack.api_error import Wrong
from localslack.workspace import Json

SCOPES = {"public_channel": "channels:read", "private_channel": "groups:read", "im": "im:read", "mpim": "mpim:read"}
KINDS = tuple(SCOPES)


def check_scopes(kinds: Collection[str], granted: Collection[str]) -> None:
    """Check that the kinds of conversations exist, and that the app may see each.

    Raises:
        Wrong: invalid_types, or missing_scope: each kind of conversation that is asked for needs its own.
    """
    if not set(kinds) <= set(KINDS):
        raise Wrong("invalid_types")
    if lacking := sorted({SCOPES[kind] for kind in kinds} - set(granted)):
        raise Wrong("missing_scope", needed=lacking[0], provided=",".join(sorted(granted)))


def is_of(channel: Json, kind: str) -> bool:
    """Whether a conversation is of a kind as conversations.list names them."""
    if kind in ("im", "mpim"):
        return bool(channel[f"is_{kind}"])
    return bool(channel["is_channel"]) and bool(channel["is_private"]) is (kind == "private_channel")


def kinds_of(channel: Json) -> set[str]:
    """Return the kinds of a conversation, in the words of the argument `types`."""
    if channel["is_im"] or channel["is_mpim"]:
        return {"im" if channel["is_im"] else "mpim"}
    return {"private_channel" if channel["is_private"] else "public_channel"}
