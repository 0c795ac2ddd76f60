"""Who may do what: the one table of acts (mission.md, 'Stages, and who may do what').

An act of the vendor's people names the roles that may do it. Acts of a client (approve, refuse, climb) depend on the
ticket, not on a role: `procedure.rules.require_client_approver` and `tickets.access` hold those. Whose list somebody may
change depends on the client: `clients.rules`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from holdfast.kernel.refusal import Forbidden
from holdfast.people.models import Person, Role


class Act(StrEnum):
    WORK_TICKETS = "work tickets"
    CONFIRM_PRIORITY = "confirm or change a priority"
    HAND_OVER = "hand a ticket over to engineering"
    SOLVE_AT_TIER_1 = "solve a ticket at tier 1"
    RECORD_FIX = "record fix, prevention, watching"
    GIVE_QA_VERDICT = "give the QA verdict"
    RECORD_CLIENT_ANSWER = "record what a client answered"
    WAIVE_PROMISE = "waive a promise"
    PUBLISH_POLICY = "publish a policy, apply it to what is open"
    READ_POLICY = "read the policy"
    CLIMB_LADDER = "climb the ladder for a client"
    JUDGE_MACHINE_MAIL = "judge a ticket that machine mail opened"
    JUDGE_MAIL = "judge held and quarantined mail"
    READ_OUTBOX = "read the outbox"
    READ_TRAIL = "read the whole trail"
    CONFIRM_INTERRUPTION = "confirm, dismiss, retract, restore an interruption"
    TELL_OF_INTERRUPTION = "write the words about an interruption"
    CHANGE_TEMPLATES = "change the templates of words about an interruption"
    CORRECT_INTERRUPTION = "correct what an interruption took away, and when"
    PLAN_MAINTENANCE = "plan, announce, move, begin, complete, cancel maintenance"
    APPROVE_SHORT_NOTICE = "approve a shorter notice of a maintenance"
    TELL_OF_MAINTENANCE = "write updates about a maintenance"
    SEND_NEWS = "write and send product upgrades and newsletters"
    WRITE_ARTICLES = "write articles, say that one is still right"
    APPROVE_ARTICLES = "approve, archive, import articles; change categories"
    CHANGE_MONITORS = "change monitors"
    CHANGE_CLIENTS = "change clients, contacts and contracts"
    SET_UPTIME_TERMS = "set what counts as down, the goal and the credits, for all or for a client"
    DECIDE_CREDIT = "give, change or decline a credit"
    CHANGE_LISTS = "change a distribution list"
    BE_ON_DUTY = "see who is on duty, be paged, acknowledge a page"
    CHANGE_ROTAS = "change who is on duty"
    CHANGE_PEOPLE = "change people, channels and vendor settings"


_ALL_STAFF: Final = frozenset(Role.values)

MAY: Final[dict[Act, frozenset[str]]] = {
    Act.WORK_TICKETS: _ALL_STAFF,
    Act.CONFIRM_PRIORITY: frozenset({Role.AGENT, Role.LEAD}),
    Act.HAND_OVER: frozenset({Role.AGENT, Role.LEAD}),
    Act.SOLVE_AT_TIER_1: frozenset({Role.AGENT, Role.LEAD}),
    Act.RECORD_FIX: frozenset({Role.LEAD}),
    Act.GIVE_QA_VERDICT: frozenset({Role.QA}),
    Act.RECORD_CLIENT_ANSWER: frozenset({Role.AGENT, Role.LEAD}),
    Act.WAIVE_PROMISE: frozenset({Role.MANAGER}),
    Act.PUBLISH_POLICY: frozenset({Role.MANAGER}),
    Act.READ_POLICY: _ALL_STAFF,
    Act.CLIMB_LADDER: frozenset({Role.AGENT, Role.LEAD, Role.ACCOUNT_MANAGER, Role.MANAGER}),
    Act.JUDGE_MACHINE_MAIL: frozenset({Role.AGENT, Role.LEAD}),
    Act.JUDGE_MAIL: frozenset({Role.AGENT, Role.LEAD, Role.MANAGER}),
    Act.READ_OUTBOX: frozenset({Role.AGENT, Role.LEAD, Role.MANAGER, Role.ADMINISTRATOR}),
    Act.READ_TRAIL: frozenset({Role.MANAGER, Role.ADMINISTRATOR}),
    Act.CONFIRM_INTERRUPTION: frozenset({Role.LEAD, Role.MANAGER}),
    Act.TELL_OF_INTERRUPTION: frozenset({Role.AGENT, Role.LEAD, Role.MANAGER, Role.ACCOUNT_MANAGER}),
    Act.CHANGE_TEMPLATES: frozenset({Role.LEAD, Role.MANAGER}),
    Act.CORRECT_INTERRUPTION: frozenset({Role.LEAD, Role.MANAGER}),
    Act.PLAN_MAINTENANCE: frozenset({Role.LEAD, Role.MANAGER}),
    Act.APPROVE_SHORT_NOTICE: frozenset({Role.MANAGER}),
    Act.TELL_OF_MAINTENANCE: frozenset({Role.AGENT, Role.LEAD, Role.MANAGER, Role.ACCOUNT_MANAGER}),
    Act.SEND_NEWS: frozenset({Role.ACCOUNT_MANAGER, Role.MANAGER}),
    Act.WRITE_ARTICLES: frozenset({Role.AGENT, Role.LEAD, Role.QA, Role.MANAGER, Role.ACCOUNT_MANAGER}),
    Act.APPROVE_ARTICLES: frozenset({Role.LEAD, Role.QA, Role.MANAGER}),
    Act.CHANGE_MONITORS: frozenset({Role.LEAD, Role.MANAGER, Role.ADMINISTRATOR}),
    Act.CHANGE_CLIENTS: frozenset({Role.ACCOUNT_MANAGER, Role.MANAGER, Role.ADMINISTRATOR}),
    Act.SET_UPTIME_TERMS: frozenset({Role.MANAGER}),
    Act.DECIDE_CREDIT: frozenset({Role.ACCOUNT_MANAGER, Role.MANAGER}),
    Act.CHANGE_LISTS: frozenset({Role.AGENT, Role.LEAD, Role.ACCOUNT_MANAGER, Role.MANAGER}),
    Act.BE_ON_DUTY: _ALL_STAFF,
    Act.CHANGE_ROTAS: frozenset({Role.LEAD, Role.MANAGER}),
    Act.CHANGE_PEOPLE: frozenset({Role.ADMINISTRATOR}),
}


def may(person: Person, act: Act) -> bool:
    """Whether this person of the vendor may do the act."""
    return person.is_active and not MAY[act].isdisjoint(person.roles)


def require_may(person: Person, act: Act) -> None:
    """Refuse the act to whoever holds none of its roles, naming them."""
    if not may(person, act):
        raise Forbidden(what_it_takes(act))


def what_it_takes(act: Act) -> str:
    """The roles of which an act takes one, in a sentence."""
    roles = [_in_a_sentence(str(role.label)) for role in Role if role in MAY[act]]
    named = " or ".join(filter(None, (", ".join(roles[:-1]), *roles[-1:])))
    return f"To {act.value} takes the role of {named}."


def _in_a_sentence(label: str) -> str:
    return label if label.isupper() else label.lower()
