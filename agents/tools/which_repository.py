"""Which repository an attempt works on."""

import re
from collections.abc import Mapping
from pathlib import Path

from agents.roster.ends import Broken, CannotDo
from agents.roster.repository_spec import RepositorySpec
from agents.tools import clone
from storage.rules.values.brief import Brief


def chosen(specs: Mapping[str, RepositorySpec], brief: Brief) -> tuple[str, RepositorySpec]:
    """Return (name, settings) of the repository that a brief names.

    Raises:
        Broken: none is configured.
        CannotDo: the brief does not say which.
    """
    text = " ".join((brief.goal, *brief.criteria, brief.stream or "")).lower()
    named = list[str]()
    for name in sorted(specs, key=len, reverse=True):  # “shop-admin” names no “shop”
        text, found = re.subn(rf"(?<!\w){re.escape(name.lower())}(?!\w)", " ", text)
        named += [name] * (found > 0)
    named = named or list(specs)
    if len(named) == 1:
        return named[0], specs[named[0]]
    if not specs:
        raise Broken("No repository is configured: name one under [repositories] in sluice.toml.")
    raise CannotDo(f"Say in the brief which repository it is: {', '.join(sorted(specs))}.")


def worked_on(specs: Mapping[str, RepositorySpec], folder: Path) -> tuple[str, RepositorySpec]:
    """Return the repository that an attempt's clone is of.

    Raises:
        CannotDo: there is no clone.
        Broken: its repository is gone from the settings.
    """
    name, _ = clone.get(folder)
    if name not in specs:
        raise Broken(f"The repository {name} is not in sluice.toml any more.")
    return name, specs[name]
