"""What of a change stands in the draft, and what is noted of it."""

import hashlib
from collections.abc import Sequence

from agents.roster.repository_spec import RepositorySpec
from agents.tools.fencing import fenced
from agents.tools.own_tests import end_of
from agents.tools.sandbox import Ran
from storage.rules.values.change import Change
from storage.rules.values.sensitive import Touched, is_sensitive
from storage.rules.words import many

TEST_RUN = "\n\n## Test run\n"  # what stands behind the agent's words begins so
PATCH, TESTS = "fix.patch", "test-run.txt"
IN_DRAFT = 12_000  # characters of a diff that stand in the draft itself
NAMED = 50  # paths of a change that stand in the draft, and that are kept as sensitive


def change_of(name: str, spec: RepositorySpec, base: str, patch: bytes, touched: Sequence[Touched]) -> Change:
    """Return what is noted of a change: its repository, its commit, its sum, and what of it is sensitive."""
    sensitive = tuple(each.path for each in touched if is_sensitive(each))[:NAMED]
    digest = hashlib.sha256(patch).hexdigest()
    return Change(repository=name, base=base, sha256=digest, sensitive=sensitive, pushes=bool(spec.deliver))


def told_change(spec: RepositorySpec, done: Ran, patch: bytes, touched: Sequence[Touched]) -> str:
    """Return what of a change stands in the draft: how its tests ended, all that it touches, and its first lines."""
    text = patch.decode(errors="replace")
    more = f"\n(… {PATCH} has all {len(text.splitlines())} lines)" if len(text) > IN_DRAFT else ""
    tail = "\n".join(done.output.strip().splitlines()[-12:])
    paths = "\n".join(ascii(each.path)[1:-1] for each in touched[:NAMED])
    rest = f"\n(… and {len(touched) - NAMED} more)" if len(touched) > NAMED else ""
    return (
        f"{TEST_RUN}\n`{spec.test}` {end_of(done)}.\n\n{fenced(tail)}\n\n"
        f"## Changes {many(len(touched), 'file')}\n\n{fenced(paths + rest)}\n\n"
        f"## Diff\n\n{fenced(text[:IN_DRAFT].rstrip() + more, 'diff')}\n"
    )
