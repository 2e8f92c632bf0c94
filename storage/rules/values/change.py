"""A change to a repository as its reviewer decides on it: made from one commit, and named by the sum of its bytes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A patch that the closing step of a repository's tools made of an agent's work, and nobody else.

    Attributes:
        repository: its name in the settings.
        base: the commit that the patch was made from, in hexadecimal digits.
        sha256: of the patch's bytes, in hexadecimal digits; a file of the draft has them.
        sensitive: what of it runs by itself, or leads elsewhere, by path.
        failing: how the repository's own tests ended, such as “failed with code 2”; '' where they passed.
        pushes: whether an approval pushes it, as the settings said when it was made; no approval is worth more.
    """

    repository: str
    base: str
    sha256: str
    sensitive: tuple[str, ...] = ()
    failing: str = ""
    pushes: bool = True
