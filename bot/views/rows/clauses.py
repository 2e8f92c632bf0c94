"""What the brief of a series says of each of its tasks, beside what should come back."""

from datetime import datetime

from bot.views import ids
from bot.views.entrusted import who_decides
from bot.views.kit import Block, button
from bot.views.moments import moment
from storage.rules.delivery import is_person
from storage.rules.pages.series import Standing
from storage.rules.values.brief import Brief


def decides(standing: Standing) -> str:
    """Return who decides on what a series makes, in words to who assigned it; '' where they do, and to others."""
    target = standing.series
    if not standing.own or (target.reviewer == target.assigner and not standing.stand_in):
        return ""
    reviewer = target.assigner if standing.invited else target.reviewer
    names = target.assigner, reviewer, standing.invited
    return who_decides(*names, standing.declined, standing.stand_in, asked=standing.asked)


def clauses(brief: Brief, standing: Standing, now: datetime) -> list[str]:
    """Return a line with the clauses that hold for every task of a series, and one with who sees them; nothing where
    there is none."""
    channels = [f"<#{place}>" for place in brief.to if not is_person(place)]
    people = [f"<@{place}>" for place in brief.to if is_person(place)]
    told = (
        f"due {moment(brief.due, now, standing.zone)}" if brief.due else "",
        "urgent" if brief.urgent else "",
        f"{brief.versions} versions" if brief.versions > 1 else "",
        f"Approve posts in {', '.join(channels)}" if channels else "",
        f"Approve sends it to {', '.join(people)}" if people else "",
        brief.form.clause,
        "public: its words may leave" if brief.public else "",
    )
    line = " · ".join(part for part in told if part)
    seen = f"Everyone in <#{brief.runs_shown_in}> sees each when it is collected there." if brief.runs_shown_in else ""
    return [*([f"Each: {line}"] if line else []), *([seen] if seen else [])]


def hide(standing: Standing) -> list[Block]:
    """Return the button that keeps the next tasks of a series out of the channel; only its owner has it."""
    shown = standing.own and standing.series.brief.runs_shown_in
    return [button("Only me", ids.SERIES_ONLY_ME, standing.series.key)] if shown else []
