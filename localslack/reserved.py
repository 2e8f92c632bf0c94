"""Commands that belong to Slack itself; an app can't have them."""

_NAMES = """
active apps archive away call collapse dm dnd expand feed feedback invite invite_people join kick leave me msg mute open
part prefs remind remove rename reply search shortcuts shrug star status topic who
"""
RESERVED = frozenset(_NAMES.split())
