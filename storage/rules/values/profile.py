"""A person as Slack knows them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The profile of a person in Slack."""

    name: str
    zone: str
    bot: bool = False
    deleted: bool = False
    guest: bool = False
    stranger: bool = False
