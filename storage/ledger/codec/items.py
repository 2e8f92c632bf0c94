"""What an item is about, in the columns and the JSON of its row."""

from dataclasses import asdict
from typing import Any, assert_never

from storage.rules.values.ask import Ask, Kind
from storage.rules.values.change import Change
from storage.rules.values.draft import Draft
from storage.rules.values.item import LETTERS, About, Permission, Problem, Question, Remedy, StillRight, Submission


def ask_json(ask: Ask) -> dict[str, Any]:
    """Return a question or a permission as it is kept."""
    return {**asdict(ask), "kind": str(ask.kind), "choices": list(ask.choices)}


def ask_of(content: dict[str, Any] | None) -> Ask | None:
    """Return the question or the permission that was kept; None where an item has none."""
    return Ask(**{**content, "kind": Kind(content["kind"]), "choices": tuple(content["choices"])}) if content else None


def about_of(row: Any, candidates: tuple[Draft, ...]) -> About:
    """Return what an item's row is about.

    Args:
        candidates: the drafts to choose one from that are still kept, where its row names several.
    """
    kept = {draft.version for draft in candidates}
    letters = "".join(x for x, version in zip(LETTERS, row.versions or (), strict=False) if version in kept)
    match kind := Kind(row.kind):
        case Kind.DRAFT:
            return Submission(candidates=candidates, letters=letters, aside=row.problem, half_note=row.half_note)
        case Kind.STILL_RIGHT:
            return StillRight()
        case Kind.QUESTION | Kind.PERMISSION:
            ask = ask_of(row.ask) or Ask(key="", kind=kind, text="")
            return Question(ask) if kind is Kind.QUESTION else Permission(ask)
        case Kind.PROBLEM:
            return Problem(text=row.problem, remedy=Remedy(row.remedy), named=row.named)
        case _:
            assert_never(kind)


def change_of(content: dict[str, Any] | None) -> Change | None:
    """Return the change to a repository that was kept; None where a draft has none."""
    return Change(**{**content, "sensitive": tuple(content["sensitive"])}) if content else None
