"""Facts of the whole house as sentences: the apps' own words where there are some, else the fact's name in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from holdfast.escalation import wording as ladder
from holdfast.incidents import wording as incidents
from holdfast.kernel.facts import Fact
from holdfast.kernel.models import TrailEntry
from holdfast.lists import wording as lists
from holdfast.people.models import Role
from holdfast.people.names import names_of
from holdfast.procedure import wording as procedure
from holdfast.promises import wording as promises
from holdfast.tickets import wording as tickets
from holdfast.tickets.wording import Names
from holdfast.web.office.trail import notices

Said = Mapping[str, Any]
_APPS: Final = {
    **tickets.WORDING,
    **promises.WORDING,
    **procedure.WORDING,
    **ladder.WORDING,
    **lists.WORDING,
    **incidents.WORDING,
    **procedure.INSIDE,
}
_PERSONS: Final = ("person", "to", "account_manager", "cover", "back_to", "by_person", "instead_of")
_LISTS: Final = ("persons",)
_WORD: Final = re.compile(r"[A-Z][a-z0-9]*")


def sentence(entry: TrailEntry, names: Names) -> str:
    """What happened, in one sentence; never fails, for the trail outlives the words of an older release."""
    try:
        if entry.fact in _OFFICE:
            return _OFFICE[entry.fact](entry.said, entry.actor_label, names)
        if entry.fact in _APPS:
            found = _APPS[entry.fact](entry.said, entry.actor_label, names)
            if found is not None:
                return found.words
    except (LookupError, TypeError, ValueError, AttributeError):
        pass
    return f"{in_words(entry.fact)}, by {entry.actor_label}"


def in_words(fact: str) -> str:
    """`LevelReminded` as `Level reminded`."""
    return " ".join(_WORD.findall(fact)).capitalize() or fact


def names_in(entries: Iterable[TrailEntry]) -> Names:
    """Everybody whom these entries name, read once."""
    wanted = {key for entry in entries for key in _named(entry)}
    return names_of(wanted)


def all_facts() -> dict[str, str]:
    """Every fact that this release can record, by name, with its words; the allow-list of the filter (T47)."""
    return dict(
        sorted((each.__name__, in_words(each.__name__)) for each in _subclasses(Fact) if each.subject)
    )


def _subclasses(of: type[Fact]) -> Iterator[type[Fact]]:
    for each in of.__subclasses__():
        yield each
        yield from _subclasses(each)


def _named(entry: TrailEntry) -> Iterator[int]:
    for field in _PERSONS:
        if isinstance(key := entry.said.get(field), int):
            yield key
    for field in _LISTS:
        if isinstance(keys := entry.said.get(field), list):
            yield from (key for key in keys if isinstance(key, int))


def _name(said: Said, field: str, names: Names) -> str:
    return names.get(said[field], "somebody") if said.get(field) is not None else "nobody"


def _roles(said: Said, by: str, names: Names) -> str:
    roles = ", ".join(Role(role).label for role in said["roles"]) or "no role"
    return f"{by} gave {_name(said, 'person', names)} these roles: {roles}"


def _contact(said: Said, by: str, names: Names) -> str:
    may = ["sees all tickets"] if said["is_administrator"] else []
    may += ["approves fixes"] if said["is_approver"] else []
    who = f" who {' and '.join(may)}" if may else ""
    return f"{by} made {_name(said, 'person', names)} a contact{who}"


def _made(said: Said, by: str, names: Names) -> str:
    return "Promised: " + ", ".join(promises.title_of(clause) for _, clause, _ in said["made"])


def _manager(said: Said, by: str, names: Names) -> str:
    cover = f", covered by {_name(said, 'cover', names)}" if said["cover"] else ""
    return f"{by} named {_name(said, 'account_manager', names)} as account manager{cover}"


def _contract(said: Said, by: str, names: Names) -> str:
    until = f" until {said['ends_on']}" if said["ends_on"] else ""
    return f"{by} entered a contract from {said['starts_on']}{until}"


def _credit(said: Said, by: str, names: Names) -> str:
    did = f"gave a credit of {said['percent']} %" if said["percent"] else "declined a credit"
    because = f": {said['because']}" if said["because"] else ""
    return f"{by} {did} for {said['month']}, {said['proposed']} % were proposed{because}"


def _own_terms(said: Said, by: str, names: Names) -> str:
    goal = f"a goal of {said['goal']} %" if said["goal"] else "that what is everybody’s holds"
    return f"{by} agreed on {goal} from {said['from_month']} on: {said['because']}"


def _calendar(said: Said, by: str, names: Names) -> str:
    return f"{by} saved version {said['number']} of the calendar {said['key']}"


def _retired(said: Said, by: str, names: Names) -> str:
    uses = said["ended"]
    ended = f"; {uses} {'uses' if uses > 1 else 'use'} ended with it" if uses else ""
    return f"{by} retired the component {said['name']}{ended}"


def _use(said: Said, by: str, names: Names) -> str:
    until = f" until {said['until']}" if said["until"] else ""
    return f"{by} said that the client uses {_component(said)} from {said['since']} on{until}"


def _component(said: Said) -> str:
    return f"{said['name']} in {said['place']}" if said["place"] else str(said["name"])


def _used(words: str) -> Callable[[Said, str, Names], str]:
    return lambda said, by, names: words.format(**{**said, "by": by, "what": _component(said)})


def _changed_named(what: str) -> Callable[[Said, str, Names], str]:
    def words(said: Said, by: str, names: Names) -> str:
        name = _component(said) if "place" in said else said.get("name", said.get("title"))
        return f"{by} changed {what} {name}: {', '.join(said['changed'])}"

    return words


def _duty_changed(said: Said, by: str, names: Names) -> str:
    of_whom = "person" if said["person"] is not None else "instead_of"
    return f"{by} entered a {said['kind']} of {_name(said, of_whom, names)}: {said['name']}"


def _paged(said: Said, by: str, names: Names) -> str:
    if said["person"] is None:
        return "The managers were paged"
    return f"Paged {_name(said, 'person', names)} by {said['channel']}, level {said['level']}"


def _person(words: str) -> Callable[[Said, str, Names], str]:
    return lambda said, by, names: words.format(by=by, person=_name(said, "person", names))


def _reached(said: Said, by: str, names: Names) -> str:
    return f"mail reaches {_name(said, 'person', names)} again: {said['how']} shows it"


def _product_teams(said: Said, by: str, names: Names) -> str:
    return f"{by} gave the product {said['name']} to {', '.join(said['teams']) or 'no team'}"


def _plain(words: str) -> Callable[[Said, str, Names], str]:
    return lambda said, by, names: words.format(**{**said, "by": by})


def _changed(what: str) -> Callable[[Said, str, Names], str]:
    def words(said: Said, by: str, names: Names) -> str:
        fields = ", ".join(str(each).replace("_", " ") for each in said["changed"])
        return f"{by} changed {what.format(person=_name(said, 'person', names))}: {fields}"

    return words


_OFFICE: Final[dict[str, Callable[[Said, str, Names], str]]] = {
    "TicketOpened": _plain("{by} opened it"),
    "MessageArrived": _plain("{by} wrote to us"),
    "TicketLeftUnanswered": _plain("A word about it could not be put on this ticket"),
    "MessageSent": _plain("{by} wrote to the client"),
    "NoteWritten": _plain("{by} wrote a note"),
    "PromisesMade": _made,
    "PersonEntered": _person("{by} entered {person}"),
    "PersonChanged": _changed("{person}"),
    "RolesChanged": _roles,
    "PersonShutOut": _person("{by} shut {person} out"),
    "PersonLetIn": _person("{by} let {person} in again"),
    "AddressConfirmed": _person("{person} proved that the address is theirs"),
    "AddressTakesMail": _reached,
    "ShortNoticeApproved": _plain("{approver_name} approved a shorter notice: {reason}"),
    "ShortNoticeAsked": _plain("{by} asked {approver_name} to approve a shorter notice: {reason}"),
    "ShortNoticeDeclined": _plain("{approver_name} declined a shorter notice: {words}"),
    "NewsLeft": _person("{person} wants no more news of one kind"),
    "TeamSaved": _plain("{by} saved the team {name}"),
    "OrganisationEntered": _plain("{by} entered the client {name}"),
    "OrganisationChanged": _changed("the client"),
    "AccountManagerNamed": _manager,
    "ContactEntered": _contact,
    "ContactChanged": _changed("the contact {person}"),
    "ContactEnded": _person("{by} ended that {person} is a contact"),
    "ContractEntered": _contract,
    "ContractEnded": _plain("{by} said that the contract ends on {ends_on}"),
    "InterruptionEased": _plain("{by} said that less is gone of {what}: {level}, as of {as_of}"),
    "ImpactCorrected": _plain(
        "{by} corrected how {component} was: {level}, {began_at} to {ended_at}: {because}"
    ),
    "CreditDecided": _credit,
    "UptimeTermsSet": _plain("{by} set a goal of {goal} % for everybody from {from_month} on: {because}"),
    "ClientUptimeTermsSet": _own_terms,
    "ListChanged": _plain("{by} changed the emergency list, version {number} now: {because}"),
    "ListReviewDue": _plain("The emergency list is to be reviewed for {quarter}"),
    "ListReviewed": _plain("{by} confirmed that the emergency list is right (version {number})"),
    "ProofAsked": _person("{by} asked {person} to confirm the address"),
    "ListDrilled": _plain("{by} sent a test message to the emergency list, {contacts} contacts"),
    "ListChangeAsked": _plain("{by} asked for a change of the emergency list: {change} {address}"),
    "PrivateAddressMade": _plain("{by} made a new private address: {purpose}"),
    "PrivateAddressEnded": _plain("{by} ended a private address: {purpose}"),
    "SubscriptionBegun": _plain("{by} subscribed to the status page"),
    "SubscriptionEnded": _plain("A subscription to the status page ended: {because}"),
    "ProductEntered": _plain("{by} entered the product {name}"),
    "ProductChanged": _plain("{by} changed the product {formerly}, now {name}"),
    "ProductTeamsNamed": _product_teams,
    "ServiceEntered": _plain("{by} entered the service {name}"),
    "ServiceChanged": _changed_named("the service"),
    "ServiceRetired": _plain("{by} retired the service {name}"),
    "ServiceReturned": _plain("{by} brought the service {name} back"),
    "ComponentEntered": _plain("{by} entered the component {name}"),
    "ComponentChanged": _changed_named("the component"),
    "ComponentRetired": _retired,
    "ComponentReturned": _plain("{by} brought the component {name} back"),
    "MonitorEntered": _plain("{by} entered the monitor {name}"),
    "MonitorChanged": _changed_named("the monitor"),
    "MonitorPaused": _plain("{by} paused the monitor {name}"),
    "MonitorResumed": _plain("{by} resumed the monitor {name}"),
    "MonitorRemoved": _plain("{by} removed the monitor {name}"),
    "HeartbeatAddressMade": _plain("{by} made a secret address for the heartbeat {name}"),
    "MonitorWentDown": _plain("The monitor {name} is down: {words}"),
    "MonitorCameUp": _plain("The monitor {name} is up"),
    "MonitorWarned": _plain("The monitor {name} warns: {words}"),
    "NobodyLooked": _plain("No worker looked at {monitors} monitors since {since}"),
    "UseSaid": _use,
    "UseChanged": _changed_named("the use of"),
    "UseEnded": _used("{by} said that the client uses {what} until {until}"),
    "UseTakenBack": _used("{by} took back that the client was to use {what} from {since} on"),
    "PolicyDrafted": _plain("{by} began a draft of version {number}"),
    "DraftSaved": _plain("{by} saved the draft of version {number}"),
    "DraftDiscarded": _plain("{by} gave up the draft of version {number}"),
    "PolicyPublished": _plain("{by} put version {number} of the policy in force"),
    "AppliedToOpen": _plain(
        "{by} applied policy and calendars to what is open; {moved} due times moved: {reason}"
    ),
    "CalendarSaved": _calendar,
    "CalendarRenamed": _plain("{by} renamed the calendar {formerly} to {name}"),
    "VendorChanged": _changed("the vendor’s settings"),
    "MailHeld": _plain("A mail of {sender} was held"),
    "MailQuarantined": _plain("A mail was put in quarantine: {why}"),
    "MailDropped": _plain("A mail was left aside by {by}: {why}"),
    "MailJudged": _plain("{by} judged a mail"),
    "ConsoleSaved": _plain("{by} saved the product console {name}"),
    "ConsoleKeyMade": _plain("{by} made a new key ({algorithm}) for the product console {name}"),
    "ConsoleRetired": _plain("{by} retired the product console {name}"),
    "MailboxSaved": _plain("{by} saved the mailbox {name}"),
    "MailboxFailed": _plain("The mailbox {name} cannot be fetched: {trouble}"),
    "MailboxRecovered": _plain("The mailbox {name} is fetched again"),
    "ArticleSaved": _plain("{by} saved revision {number} of the article {title}"),
    "ArticleSettled": _changed_named("the article"),
    "ReviewAsked": _plain("{by} asked for a review of {title}, revision {number}"),
    "ReviewReturned": _plain("{by} gave {title} back: {because}"),
    "ArticleApproved": _plain("{by} approved {title}, revision {number}"),
    "ArticlePublished": _plain("Readers have revision {number} of {title}"),
    "ArticleArchived": _plain("{by} archived {title}"),
    "ArticleBroughtBack": _plain("{by} brought {title} back from the archive"),
    "ArticleChecked": _plain("{by} said that {title} is still right"),
    "ArticleReviewDue": _plain("It is the day to look whether {title} is still right"),
    "CategorySaved": _plain("{by} saved the category {name}"),
    "RotaSaved": _plain("{by} saved the rota {name}"),
    "RotaEnded": _plain("{by} ended the rota {name}"),
    "LayerSaved": _plain("{by} changed who takes turns: {name}"),
    "LayerEnded": _plain("{by} took a layer away: {name}"),
    "DutyChanged": _duty_changed,
    "DutyChangeEnded": _plain("{by} took a {kind} back: {name}"),
    "GapFound": _plain("Nobody is on duty ahead: {name}, from {begins_at} to {ends_at}"),
    "GapClosed": _plain("A gap of {name} is filled or over, that of {begins_at}"),
    "NobodyOnDuty": _plain("Nobody is on duty now: {name}"),
    "PageOpened": _plain("Paged: {words}"),
    "PageJoined": _plain("Joined what is paged already: {words}"),
    "PersonPaged": _paged,
    "StepFailed": _plain("That did not reach them: {trouble}"),
    "PageAcknowledged": _plain("{by} has it in hand"),
    "PageEnded": _plain("What was paged is done"),
    "PageGivenUp": _plain("Nobody was left to page"),
    "WaysChanged": _plain("{by} changed how they are paged"),
    "FeedMade": _plain("{by} made a calendar address"),
    "FeedRevoked": _plain("{by} ended a calendar address"),
    **notices.WORDING,
    "NoticesTriedAgain": _plain("{by} had {letters} tried again"),
    "KeptMailSent": _plain("{by} set {letters} kept letters on their way"),
}
