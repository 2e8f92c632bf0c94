"""Which drafts may be approved among others: nothing of them is in doubt, and nothing leaves the workspace."""

from storage.rules.needs import needed
from storage.rules.values.item import Item, Submission
from storage.rules.values.need import Need

LEAST = 3  # drafts that are worth a list


def is_met(item: Item) -> bool:
    """Tell whether all checks of a draft are met, and its approval can be taken back."""
    return isinstance(item.about, Submission) and needed(item).need is Need.ONE_TAP


def may_stand_in_list(item: Item, four_eyes: bool) -> bool:
    """Tell whether a draft of any task may stand in a list of several: what a repository gets is looked at alone.

    Args:
        four_eyes: whether nobody approves here what they assigned or did themselves.
    """
    worker = item.task.brief.worker
    own = item.reviewer == item.task.assigner or (worker.is_person and worker.name == item.reviewer)
    changes = item.draft is not None and item.draft.change is not None
    return is_met(item) and not changes and not (four_eyes and own)
