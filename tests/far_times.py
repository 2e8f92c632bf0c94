"""A time of collection that no test meets by chance."""

from datetime import UTC, datetime, timedelta

FAR_TIME = (datetime.now(UTC) + timedelta(hours=12)).time().replace(second=0, microsecond=0)
FAR = f"{FAR_TIME:%-H:%M}"  # as people write it
