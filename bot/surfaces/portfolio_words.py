"""The words behind `/sluice`, and what to write instead of those that belong elsewhere."""

WORDS = (
    *("tasks", "find", "stream", "playbook", "repeats", "habits", "workers", "figures", "stop", "times", "review"),
    "help",
)
ELSEWHERE = {  # what other commands do, or the same one with other words
    "away": "/collect away until Monday, @bob decides",
    "back": "/collect back",
    "first": "/collect first Beta launch",
    "now": "/collect now",
    "limit": "/collect limit 12",
    "off": "/collect off",
    "hold": "/sluice stream hold Beta launch",
    "export": "/sluice figures export",
    "rules": "/sluice habits",
    "assign": "/assign",
}
KNOWN = (
    "I know: review · tasks · tasks mine · tasks others · not me · T-12 · find WORDS · stream NAME · playbook list · "
    "repeats · habits · workers · figures · stop T-12 · times · help"
)
