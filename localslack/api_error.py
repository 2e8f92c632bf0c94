"""An error of the Web API."""


class Wrong(Exception):
    """An error in Slack's words.

    Args:
        details: what stands in `response_metadata.messages`.
        more: what else the answer carries, for example `needed` and `provided`.
    """

    def __init__(self, error: str, details: list[str] | None = None, **more: str) -> None:
        super().__init__(error)
        self.error, self.details, self.more = error, details or [], more
