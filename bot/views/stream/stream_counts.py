"""How much waits and how much is under way in a stream, counted."""

from collections.abc import Mapping, Sequence

from storage.rules.pages.portfolios import Portfolio
from storage.rules.values.task import State, Task

WAITS = (State.READY, State.FAILED, State.ASKING, State.DECLINED)


def counts(tasks: Sequence[Task], portfolio: Portfolio) -> str:
    """Return as a line how much waits for the person, how much for others, and how much is under way."""
    mine, decided = sum(portfolio.mine.get(t.id, 0) for t in tasks), portfolio.decided | portfolio.mine.keys()
    undecided = [portfolio.decider(t) for t in tasks if t.state in WAITS and t.id not in decided]
    theirs = [user for user in undecided if user != portfolio.person.user]
    others = f"<@{theirs[0]}>" if len(set(theirs)) == 1 else "others"
    unclear, working = in_state(tasks, State.UNCLEAR), in_state(tasks, State.WORKING)
    not_begun = in_state(tasks, State.WAITING) + in_state(tasks, State.BLOCKED)
    theirs_to_do = [t.brief.worker for t in tasks if t.state is State.WORKING and t.brief.worker.is_person]
    people, workers = len(theirs_to_do), set(theirs_to_do)
    parts = [
        f"{unclear} unclear" if unclear else "",
        for_you(mine, sum(portfolio.put_off.get(t.id, 0) for t in tasks)) if mine else "",
        f"{wait(len(theirs))} for {others}" if theirs else "",
        f"{working - people} running" if working > people else "",
        f"{people} with {theirs_to_do[0] if len(workers) == 1 else 'people'}" if people else "",
        f"{not_begun} not started" if not_begun else "",
    ]
    return " · ".join(p for p in parts if p) or "nothing waits"


def in_state(tasks: Sequence[Task], state: State) -> int:
    """Return how many tasks are in a state."""
    return sum(1 for t in tasks if t.state is state)


def wait(count: int) -> str:
    """Return a number with the right form of its verb: “1 waits”, “2 wait”."""
    return f"{count} {'waits' if count == 1 else 'wait'}"


def for_you(count: int, later: int) -> str:
    """Return how much waits for a person, and how much of that is put off: “2 wait for you, 1 of that later”."""
    waits = f"{wait(count)} for you" if count else "nothing waits for you"
    return f"{waits}, {later} of that later" if later else waits


def unseen(portfolio: Portfolio, mine: Mapping[int, int]) -> int:
    """Return how much waits for a person in the tasks that a list has no room for."""
    return sum(mine.values()) - sum(mine.get(t.id, 0) for t in portfolio.tasks)
