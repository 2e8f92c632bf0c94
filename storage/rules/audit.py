"""A history that can be checked: digests of its rows, seals over ranges of them, and the chain of the seals.

A row's digest is made with the random salt of its seal. When a row is rewritten, because a person is forgotten, its
range gets a new seal and the old salt is deleted: nobody can try which name once stood there. A new seal never mends:
where a row was not as sealed before, it keeps a mark that no row can match.
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

DIGEST = 16  # characters of a digest: 12 bytes in base64
_ENCODER = json.JSONEncoder(separators=(",", ":"))
WRONG = "?" * DIGEST  # in the place of a digest: this row was not as sealed when its range was sealed anew


class Why(StrEnum):
    """The reason for which a range was sealed."""

    NEW = "new"
    FORGOTTEN = "forgotten"  # a person's names in it became a stand-in
    DROPPED = "dropped"  # its rows were kept long enough


class Trouble(StrEnum):
    """The fault of a row, or of a seal."""

    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"
    BROKEN = "broken"  # a seal does not follow from the one before
    SHORTER = "shorter"  # the newest seal that was noted beside the ledger is not in the chain
    EMPTIED = "emptied"  # a seal in force has not the digests that it was made with


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A row of the history. `at` is microseconds since 1970."""

    id: int
    team: str
    at: int
    who: str
    what: str
    subject: str
    was: str
    became: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A seal over the rows of a workspace from the id `first` to the id `last`.

    Attributes:
        at: microseconds since 1970.
        salt: empty once its rows are dropped or sealed anew.
        digests: those of the rows in the order of their ids, one behind the other; empty once they are sealed anew.
        sum: SHA-256 of the digests; it stays.
        chain: SHA-256 of the chain before and of this seal.
    """

    team: str
    first: int
    last: int
    at: int
    why: Why
    salt: str
    digests: str
    sum: str
    chain: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A sealed digest and the row that it belongs to, by their places; None for the one that is missing."""

    digest: int | None
    row: int | None
    trouble: Trouble | None


def digest(change: Change, salt: str) -> str:
    """Return the digest of a row, 16 characters."""
    fields = (
        change.id,
        change.team,
        change.at,
        change.who,
        change.what,
        change.subject,
        change.was,
        change.became,
        change.why,
    )
    return base64.b64encode(hashlib.sha256(_canonical((salt, *fields))).digest()[:12]).decode()


def make_seal(
    before: str, *, team: str, first: int, last: int, at: int, why: Why, salt: str, digests: Sequence[str]
) -> Seal:
    """Return the next seal of a chain.

    Args:
        before: the chain of the seal before; empty for the first.
    """
    text = "".join(digests)
    summed = sum_of(text)
    return Seal(
        team=team,
        first=first,
        last=last,
        at=at,
        why=why,
        salt=salt,
        digests=text,
        sum=summed,
        chain=_chain(before, team, first, last=last, at=at, why=why, summed=summed),
    )


def sum_of(digests: str) -> str:
    """Return the SHA-256 of digests, in hexadecimal digits."""
    return hashlib.sha256(digests.encode()).hexdigest()


def follows(before: str, seal: Seal) -> bool:
    """Tell whether a seal is the next one of a chain."""
    return seal.chain == _chain(
        before, seal.team, seal.first, last=seal.last, at=seal.at, why=seal.why, summed=seal.sum
    )


def _chain(before: str, team: str, first: int, last: int, at: int, why: str, summed: str) -> str:
    return hashlib.sha256(_canonical((before, team, first, last, at, why, summed))).hexdigest()


def _canonical(values: Sequence[str | int]) -> bytes:
    """Return values in the one way in which they are written."""
    return _ENCODER.encode(values).encode()


def sealed_digests(digests: str) -> list[str]:
    """Return the digests that stand one behind the other."""
    return [digests[n : n + DIGEST] for n in range(0, len(digests), DIGEST)]


def align(sealed: Sequence[str], names: Sequence[str]) -> list[Pair]:
    """Pair sealed digests with those of the rows that are there, in order."""
    in_sealed = {value: n for n, value in enumerate(sealed)}
    in_found = {value: n for n, value in enumerate(names)}
    pairs, d, r = list[Pair](), 0, 0
    while d < len(sealed) or r < len(names):
        same = d < len(sealed) and r < len(names) and sealed[d] == names[r]
        if same or (
            d < len(sealed)
            and r < len(names)
            and not _moved(sealed[d], in_found, r, found=names[r], in_sealed=in_sealed, place=d)
        ):
            pairs.append(Pair(d, r, None if same else Trouble.CHANGED))
            d, r = d + 1, r + 1
        elif r < len(names) and (d == len(sealed) or in_found.get(sealed[d], -1) > r):
            pairs.append(Pair(None, r, Trouble.ADDED))
            r += 1
        else:
            pairs.append(Pair(d, None, Trouble.MISSING))
            d += 1
    return pairs


def _moved(sealed: str, in_found: dict[str, int], row: int, found: str, in_sealed: dict[str, int], place: int) -> bool:
    """Tell whether one of two digests has its partner further on."""
    return in_found.get(sealed, -1) > row or in_sealed.get(found, -1) > place


def digests_again(pairs: Sequence[Pair], rows: Sequence[Change], salt: str) -> list[str]:
    """Return the digests of a range whose rows were rewritten; a row that was wrong before stays wrong.

    Args:
        pairs: how the rows agreed with their seal before.
        rows: the same rows, as they are now.
    """
    return [
        WRONG if pair.trouble or pair.row is None else digest(rows[pair.row], salt)
        for pair in pairs
        if pair.digest is not None
    ]


def digests_dropped(pairs: Sequence[Pair]) -> list[str]:
    """Return the digests of a range whose rows are dropped: none, but for a mark of each that was wrong before."""
    return [WRONG for pair in pairs if pair.trouble]
