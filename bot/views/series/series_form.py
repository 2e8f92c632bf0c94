"""The form that changes what comes again."""

from collections.abc import Mapping

from bot.views import ids
from bot.views.forms import hands, lines
from bot.views.kit import Block, modal, text_input
from storage.rules.pages.series import Standing
from storage.rules.values.series import SeriesKind
from storage.rules.words import split_long


def edit(standing: Standing, metadata: str, agents: Mapping[str, str]) -> Block:
    """Return the form that changes what the next runs do, who works on them and who decides.

    Args:
        agents: names of the agents and what each is for.
    """
    brief = standing.series.brief
    blocks: list[Block] = [
        text_input("goal", "What should be done?", multiline=True, initial=split_long(brief.goal)[0]),
        text_input(
            "criteria",
            "Done when",
            multiline=True,
            optional=True,
            hint="One criterion a line.",
            initial="\n".join(brief.criteria),
        ),
        *hands(agents, brief.worker, standing.series.reviewer),
    ]
    if standing.series.kind is SeriesKind.REPETITION:
        example = "For example: every weekday 7:00, first Monday of the month 9:00"
        blocks.append(text_input("again", "It comes again", initial=standing.rhythm, hint=example, most=100))
    return modal(
        ids.SERIES_VIEW, f"Edit {standing.series.name}", blocks, submit="Save", close="Cancel", metadata=metadata
    )


def criteria_of(text: object) -> tuple[str, ...]:
    """Return the criteria of a form's field."""
    return tuple(lines(text if isinstance(text, str) else None))
