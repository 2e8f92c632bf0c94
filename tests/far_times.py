"""A time of collection that no test meets by chance."""

from datetime import UTC, datetime, timedelta

FAR = f"{datetime.now(UTC) + timedelta(hours=12):%-H:%M}"
