"""The kinds of values in sluice.toml: what is written as another kind is refused, and never guessed."""

from typing import Annotated

from pydantic import Strict

Flag = Annotated[bool, Strict()]
Count = Annotated[int, Strict()]
Amount = Annotated[float, Strict()]
