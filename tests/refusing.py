"""Looks at why something was refused by its reason, whatever words people read."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from storage.rules.refusal import Reason, Refused


@contextmanager
def refused(reason: Reason, kind: type[Refused] = Refused) -> Iterator[None]:
    """Expect a refusal for this reason.

    Args:
        kind: the error, such as Stale.
    """
    with pytest.raises(kind) as caught:
        yield
    assert caught.value.reason is reason, caught.value.why
