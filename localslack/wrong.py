"""An error of the Web API."""


class Wrong(Exception):
    """An error as Slack names it."""

    def __init__(self, error: str, details: list[str] | None = None) -> None:
        super().__init__(error)
        self.error, self.details = error, details or []
