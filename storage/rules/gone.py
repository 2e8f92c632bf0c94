"""How it is said that somebody is gone, so that what depends on them is not left to them."""

LEFT = "is not in this workspace any more"
TAKES_NONE = "takes no tasks in Sluice"
NO_MEMBER = "is no full member of this workspace"
DELETED = "Someone was deleted from Sluice."  # of who is forgotten nothing else is said


def says_gone(why: str) -> bool:
    """Tell whether the reason of a question says that the colleague is gone for good."""
    return why == DELETED or why.endswith((f"> {LEFT}.", f"> {NO_MEMBER}."))
