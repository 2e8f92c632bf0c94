"""The element that a person used, and what it carries."""

from pydantic import Field

from bot.envelope.shapes.loose import Id, Loose, Short


class Option(Loose):
    """What a person chose of a menu."""

    value: str = Field(default="", max_length=2000)


class Action(Loose):
    """The element of a message or a view that a person used."""

    action_id: Short
    type: Short = ""
    value: str | None = Field(default=None, max_length=2000)
    selected_option: Option | None = None
    selected_user: Id | None = None
    selected_date: Short | None = None

    @property
    def chosen(self) -> str | None:
        """What the element carries: a button's value, or what was chosen of a menu."""
        option = self.selected_option.value if self.selected_option else None
        return self.value or option or self.selected_user or self.selected_date
