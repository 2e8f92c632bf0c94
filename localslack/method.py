"""One method of the Web API: what a row of the table says."""

from dataclasses import dataclass
from enum import StrEnum

PAGES = "https://docs.slack.dev/reference/methods/"


class Membership(StrEnum):
    """The membership in a conversation that a method needs."""

    NONE = "-"
    APP = "the app"
    PUBLIC = "the app, or chat:write.public for a public channel"
    BOTH = "the app and the person"
    OWN = "the app's own messages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One method.

    Attributes:
        json: whether a JSON body is read; a form and a query are read by every method.
        scope: the bot's scope; `{kind}` stands for the kind of the conversation (channels, groups, im, mpim).
        tier: calls a minute by Slack's tiers; 0 where the method has a limit of its own.
        empty: the error where a required argument is not seen.
        errors: worth handling, beside the common ones.
    """

    name: str
    json: bool = True
    scope: str = ""
    tier: int = 3
    membership: Membership = Membership.NONE
    errors: tuple[str, ...] = ()
    empty: str = "invalid_arguments"
    app_token: bool = False
    unverified: str = ""

    @property
    def page(self) -> str:
        """Return the address of the method's page in Slack's documentation."""
        return PAGES + self.name
