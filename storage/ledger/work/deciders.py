"""Who is to decide in a person's place, for a while or from now on."""

from storage.ledger import access, people
from storage.ledger.core.ledger import Tx
from storage.rules.authority import Action, Claim, Subject
from storage.rules.gone import TAKES_NONE
from storage.rules.moment_words import day
from storage.rules.people import Person
from storage.rules.refusal import Refused
from storage.rules.values.profile import Profile

OUTSIDE = {  # why somebody can't decide, by what they are
    Subject.NOT_KNOWN: "Slack has not told me yet who <@{}> is. Try again in a moment.",
    Subject.BOT: "<@{}> is an app: only people decide.",
    Subject.GUEST: "<@{}> is a guest here: only full members of this workspace decide.",
    Subject.EXTERNAL: "<@{}> is of another company: only full members of this workspace decide.",
    Subject.DEACTIVATED: "<@{}> is not in this workspace any more.",
    Subject.LEFT_OUT: "<@{}> can't decide: Sluice is open to some people of this workspace only.",
}


def check_decider(tx: Tx, claim: Claim, user: str, profile: Profile | None, example: str) -> Person:
    """Return who is to decide in a person's place; a new one is kept with their profile.

    Raises:
        Refused: it is the person themselves, or somebody who can't decide, takes no tasks, or is away.
    """
    if user == claim.user:
        raise Refused(f"That is you: choose somebody else. {example}")
    person = people.get_to_know(tx, claim.team, user, profile)
    outside = person.actor.outside if person else Subject.NOT_KNOWN
    if outside is not None or person is None:
        raise Refused(OUTSIDE[outside or Subject.NOT_KNOWN].format(user))
    if person.refuses:
        raise Refused(f"<@{user}> {TAKES_NONE}. Ask them first, or choose somebody else.")
    if person.away_until is not None and person.is_away(tx.now):
        until = day(person.away_until, person.zone or "UTC")
        raise Refused(f"<@{user}> is away until {until}. Choose somebody who is here.")
    return person


def check_oneself(tx: Tx, claim: Claim) -> Person:
    """Return the person of a claim, who says that they decide.

    Raises:
        Refused: they can't decide, take no tasks, or are away.
    """
    person = access.person(tx, claim, Action.LOOK)
    if person.refuses:
        raise Refused("You take no tasks now. /sluice me again takes that back; then press Take it.")
    if person.away_until is not None and person.is_away(tx.now):
        until = day(person.away_until, person.zone or "UTC")
        raise Refused(f"You are away until {until}. /collect back ends that; then press Take it.")
    return person
