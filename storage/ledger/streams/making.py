"""A stream is made, without tasks."""

from storage.ledger import access
from storage.ledger.core.ledger import Tx
from storage.ledger.streams.finding import NoStream, find
from storage.ledger.streams.stream_rows import exists
from storage.ledger.work.filing import new_stream
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.refusal import Refused
from storage.rules.stream_names import LONGEST, can_be_named, unreadable
from storage.rules.values.stream import Stream
from storage.rules.words import one_line, visible

_TAKEN = frozenset({"new", "list", "close", "open", "share", "hold", "go", "settings"})


def make_stream(tx: Tx, claim: Claim, name: str) -> Stream:
    """Make a stream without tasks; one of the person's own with this name is returned as it is.

    Raises:
        Refused: the name can't be one, or somebody else's stream has it.
    """
    access.person(tx, claim, Action.ASSIGN)
    name = one_line(name)
    if not visible(name) or len(name) > LONGEST:
        raise Refused(f"A stream's name has 1 to {LONGEST} characters, for example: /sluice stream new Beta launch")
    if name.split()[0].lower() in _TAKEN:
        raise Refused(f"A stream's name does not begin with “{name.split()[0]}”: that is something to do with one.")
    if not can_be_named(name):
        raise Refused(unreadable(name))
    try:
        return find(tx, claim, name)
    except NoStream:
        if exists(tx, claim.team, name):
            raise Refused(
                f"Somebody else has a stream “{name}”. You can file tasks under it: /assign … ; for {name}. "
                "You see those that are yours."
            ) from None
    new_id = new_stream(tx, claim.team, name, "", claim.user)
    tx.note(claim.team, claim.user, Happening.NEW_STREAM, f"S-{new_id}", why=name)
    return find(tx, claim, name)
