"""Where somebody left off, and what came since: the newest first, each once, their own acts never as news."""

from datetime import UTC, datetime, timedelta

from storage.rules.recap import NEWS, Act, recap

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def acts(*told: tuple[str, ...]) -> list[Act]:
    """Who did what to which task, a minute after each other; and what that undid."""
    return [
        Act(at=NOW + timedelta(minutes=n), who=who, what=what, task=task, title=task, undoes="".join(undoes))
        for n, (who, what, task, *undoes) in enumerate(told)
    ]


def test_only_what_came_after_my_last_act_is_news() -> None:
    seen = recap(acts(("writer", "hand in", "T-1"), ("A", "approve", "T-1"), ("writer", "fail", "T-2")), "A")
    assert seen.last is not None and seen.last.what == "approve"
    assert [act.what for act in seen.since] == ["fail"]


def test_what_happens_twice_is_told_once_and_the_rest_is_counted() -> None:
    told = [("writer", "hand in", f"T-{n % 5}") for n in range(10)]
    seen = recap(acts(("A", "assign", "T-0"), *told), "A")
    assert [act.task for act in seen.since] == ["T-4", "T-3", "T-2"]
    assert len(seen.since) == NEWS and seen.more == 2


def test_what_comes_again_counts_from_its_last_time() -> None:
    told = [("writer", "hand in", task) for task in ("T-1", "T-2", "T-3", "T-4", "T-1")]
    assert [act.task for act in recap(acts(("A", "assign", "T-0"), *told), "A").since] == ["T-1", "T-4", "T-3"]


def test_steps_of_the_machine_are_no_news_and_no_act() -> None:
    seen = recap(acts(("A", "collect", "C-1"), ("writer", "begin", "T-1"), ("writer", "start", "T-1")), "A")
    assert (seen.last, seen.since, seen.more) == (None, (), 0)


def test_who_never_did_anything_reads_all_that_came() -> None:
    assert [act.task for act in recap(acts(("B", "assign", "T-1"), ("writer", "hand in", "T-1")), "A").since]


def test_what_was_undone_is_neither_where_one_left_off_nor_news() -> None:
    mine = ("A", "approve", "T-1"), ("A", "undo", "T-1", "approve")
    theirs = ("B", "approve", "T-2"), ("B", "undo", "T-2", "approve")
    seen = recap(acts(("A", "assign", "T-1"), ("writer", "hand in", "T-1"), *mine, *theirs), "A")
    assert seen.last is not None and seen.last.what == "assign"
    assert [(act.what, act.task) for act in seen.since] == [("hand in", "T-1")]


def test_of_one_task_the_newest_is_told() -> None:
    told = ("A", "assign", "T-1"), ("writer", "hand in", "T-1"), ("B", "approve", "T-1")
    assert [act.what for act in recap(acts(*told), "A").since] == ["approve"]
