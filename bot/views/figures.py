"""A person's own figures: a line on Home, two in the week's first collection, all in a window or a message."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from bot.views import ids
from bot.views.kit import Block, Message, actions, button, context, divider, esc, header, label, modal, section
from bot.views.moments import span
from bot.views.receipt import stream_words
from storage.rules.facts import Facts
from storage.rules.figures import By, Figures, Group, figures, split
from storage.rules.outcomes import Outcome
from storage.rules.pages.figures import PEOPLE, SUMMED, Sums
from storage.rules.spreads import Share
from storage.rules.weeks import weeks
from storage.rules.words import many

CHART = "data_visualization"
GROUPS = 12  # weeks, streams or workers that are shown
BAR = 10  # signs of the longest bar, which fits a telephone
NOT_ENOUGH = "not enough yet"
WORDS = {Outcome.MENDED: "dealt with"}
PRIVATE = "Only you see these figures."
_USER = re.compile(r"[UW][A-Z0-9]+")


def week(seen: Figures) -> str:
    """Return this week's decisions of a person as a line, for Home."""
    if not seen.decided:
        return "*This week:* nothing decided yet"
    parts = [f"*This week:* {_decided(seen)}", *_pace(seen), f"{seen.reopened} reopened" if seen.reopened else ""]
    return " · ".join(part for part in parts if part)


def last_week(seen: Figures) -> str:
    """Return the decisions of the week before as two lines of small print; empty where there were none."""
    if not seen.decided:
        return ""
    approved = seen.outcomes.get(Outcome.APPROVED, 0)
    parts = [f"{seen.decided} decided", f"{approved} approved{_at_once(seen)}" if approved else "", *_pace(seen)]
    return f"Last week: {', '.join(part for part in parts if part)}\n{PRIVATE} More: /sluice figures"


def _decided(seen: Figures) -> str:
    """Return how much was decided, and how: “9 decided: 6 approved (5 at once), 3 revised”."""
    once = {Outcome.APPROVED: _at_once(seen)}
    kinds = [part + once.get(kind, "") for kind, part in _kinds(seen.outcomes)]
    return f"{seen.decided} decided: {', '.join(kinds)}"


def _kinds(outcomes: Mapping[Outcome, int]) -> list[tuple[Outcome, str]]:
    return [(kind, f"{count} {WORDS.get(kind, kind)}") for kind, count in outcomes.items()]


def _at_once(seen: Figures) -> str:
    return f" ({seen.at_once.part} at once)" if seen.at_once.is_enough else ""


def _pace(seen: Figures) -> list[str]:
    if seen.wait is None:
        return [f"{NOT_ENOUGH} for a median"]
    each = [f"{span(seen.attention.middle)} each"] if seen.attention else []
    return [f"median {span(seen.wait.middle)} from ready", *each]


def window(facts: Facts, by: By = By.WEEK) -> Block:
    """Return a person's figures as a window, which takes no chart."""
    return modal(ids.FIGURES_VIEW, "Your figures", _blocks(facts, by, frozenset()))


def message(facts: Facts, by: By = By.WEEK, draws: Collection[str] = frozenset()) -> Message:
    """Return a person's figures as a message that only they see.

    Args:
        draws: the kinds of newer blocks that the workspace's Slack is known to take.
    """
    return Message("Your figures", (header("Your figures"), *_blocks(facts, by, draws)))


def _blocks(facts: Facts, by: By, draws: Collection[str]) -> list[Block]:
    groups = split(facts, by)
    more = len(groups) - GROUPS
    first, count = facts.first, len(weeks(facts))
    whole = f"*Since {_day(first)}*, {many(count, 'week')}"
    rest = f" And {many(more, by)} more: `/sluice figures export` has all." if more > 0 else ""
    only = " Only your newest decisions are counted: there are more than I read." if facts.full else ""
    return [
        section("\n".join([whole, *_lines(figures(facts))])),
        *_chart(facts, draws),
        actions(*(_door(each, by) for each in By)),
        divider(),
        *(section(_group(group, by)) for group in groups[:GROUPS]),
        context(f"{PRIVATE} `/sluice figures export` sends them to you as a file.{rest}{only}"),
    ]


def _door(each: By, shown: By) -> Block:
    number = list(By).index(each)
    return button(f"By {each}", f"{ids.FIGURES}.{number}", str(each), "primary" if each is shown else None)


def _group(group: Group, by: By) -> str:
    return "\n".join([f"*{_name(group.name, by)}*", *_lines(group.figures)])


def _name(name: str, by: By) -> str:
    match by:
        case By.WEEK:
            return f"Week of {_day(date.fromisoformat(name))}"
        case By.STREAM:
            return stream_words(name) if name else "No stream"
        case By.WORKER:
            return f"<@{name}>" if _USER.fullmatch(name) else esc(name or "nobody")


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


def _lines(seen: Figures) -> list[str]:
    """Return the figures of a group, each rate with what it is of."""
    waits = _waits(seen)
    if not seen.decided:
        return ["Nothing decided.", *waits] if not seen.reopened else [f"{seen.reopened} reopened", *waits]
    decided = f"{_counts(seen)}{f' · {seen.reopened} reopened' if seen.reopened else ''}"
    if not seen.is_enough:
        return [decided, f"Rates: {NOT_ENOUGH}", *waits]
    return [decided, *_times(seen), *_drafts(seen), *waits]


def _counts(seen: Figures) -> str:
    return f"{seen.decided} decided: {', '.join(part for _, part in _kinds(seen.outcomes))}"


def _times(seen: Figures) -> list[str]:
    lines = []
    if seen.wait:
        lines.append(f"Ready to decided: median {span(seen.wait.middle)}, 9 of 10 within {span(seen.wait.most)}")
    each = f"{span(seen.attention.middle)}, of {seen.attention.of} timed" if seen.attention else NOT_ENOUGH
    return [*lines, f"Each decision: {each}"]


def _drafts(seen: Figures) -> list[str]:
    """Return the figures of drafts, where any was decided."""
    lines = []
    if seen.at_once.of:
        rounds = f", median {_rounds(seen.rounds.middle)} until approved" if seen.rounds else ""
        lines.append(f"Approved at once: {_share(seen.at_once)}{rounds}")
    if seen.overruled.of or seen.sent_back.of:
        lines.append(
            f"Approved against a doubt: {_share(seen.overruled)} · sent back without a doubt: {_share(seen.sent_back)}"
        )
    return lines


def _rounds(middle: float) -> str:
    return f"{middle:g} round" + ("" if middle == 1 else "s")


def _share(share: Share) -> str:
    return f"{share.part} of {share.of}" if share.is_enough else NOT_ENOUGH


def _waits(seen: Figures) -> list[str]:
    if not seen.waits or seen.oldest is None or seen.age is None:
        return []
    age = f", median {span(seen.age)}" if seen.waits > 1 else ""
    return [f"Waits for you now: {seen.waits}, the oldest for {span(seen.oldest)}{age}"]


def _chart(facts: Facts, draws: Collection[str]) -> list[Block]:
    """Return how much was decided in each week: as a chart where Slack takes one, else as bars of text."""
    known = {group.name: group.figures for group in split(facts, By.WEEK)}
    counted = [(monday, known.get(str(monday), Figures())) for monday in weeks(facts)]
    if not any(seen.decided for _, seen in counted):
        return []
    if CHART not in draws:
        first = next(n for n, (_, seen) in enumerate(counted) if seen.decided)
        return [section("\n".join(_bars([(monday, seen.decided) for monday, seen in counted[first:]])))]
    kinds = [kind for kind in Outcome if any(seen.outcomes.get(kind) for _, seen in counted)]
    series = [{"name": WORDS.get(kind, str(kind)), "data": [_point(*one, kind) for one in counted]} for kind in kinds]
    axes = {"categories": [_day(monday) for monday, _ in counted], "x_label": "week of", "y_label": "decided"}
    chart = {"type": "bar", "series": series, "axis_config": axes}
    return [{"type": CHART, "title": "Decided each week", "chart": chart}]


def _point(monday: date, seen: Figures, kind: Outcome) -> Block:
    return {"label": _day(monday), "value": seen.outcomes.get(kind, 0)}


def _bars(counted: Sequence[tuple[date, int]]) -> list[str]:
    most = max(count for _, count in counted)
    rows = [(monday, count, -(-BAR * count // most)) for monday, count in counted]
    return [f"{_day(monday)} {'▰' * length}{'▱' * (BAR - length)} {count}" for monday, count, length in rows]


def team(seen: Sums | None) -> Message:
    """Return the sums of several people, or why there are none."""
    if seen is None:
        text = (
            f"Too few people for a sum: in the last {SUMMED} whole weeks fewer than {PEOPLE} people decided anything. "
            "Figures of one person are only for that person."
        )
        return Message(text, (section(text),))
    last = seen.first + timedelta(weeks=seen.weeks, days=-1)
    kinds = ", ".join(part for _, part in _kinds(seen.outcomes))
    lines = [f"*{_day(seen.first)} to {_day(last)}*, {seen.people} people", f"{seen.decided} decided: {kinds}"]
    if seen.at_once.of:
        lines.append(f"Approved at once: {_share(seen.at_once)}")
    note = context(f"Sums of at least {PEOPLE} people, of whole weeks. Nobody sees the figures of another person.")
    return Message("Sums of all", (section("\n".join(lines)), note))


def export_name(user: str, first: date) -> str:
    """Return the name of the file with a person's figures."""
    return label(f"figures-{user}-since-{first}.csv", 80)
