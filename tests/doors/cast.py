"""One synthetic person for each way of standing to a ticket, and a world in which every address leads to something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from holdfast.audience.actions.subscribing import ask_for_subscription
from holdfast.audience.models import PrivateAddress, Subscription
from holdfast.audience.models import Purpose as AddressOf
from holdfast.channels.chat.actions.beginning import begin_visit
from holdfast.channels.chat.actions.canning import save_canned
from holdfast.channels.chat.actions.greeting import add_greeting
from holdfast.channels.chat.actions.saying import say
from holdfast.channels.chat.actions.words import Word
from holdfast.channels.console.identity import vouched_for
from holdfast.channels.console.keeping import save_console
from holdfast.channels.console.visits import begin_visit as visit_from_console
from holdfast.channels.models import Mailbox, MailState
from holdfast.channels.voice.models import Call, RecordingState
from holdfast.clients.actions.emergency_list import change_on_list, set_list
from holdfast.clients.emergency.contacts import Listed
from holdfast.clients.models import Contact, Organisation, Wanted
from holdfast.duty.actions.changes import be_absent
from holdfast.duty.actions.opening import page_oneself
from holdfast.duty.feeds import feed_token, make_feed
from holdfast.duty.links import page_token
from holdfast.escalation.actions.climbing import climb_ladder
from holdfast.escalation.links import level_token
from holdfast.files.storage import store
from holdfast.incidents.actions.confirming import Hit, confirm_interruption, suspect_interruption
from holdfast.incidents.actions.freezing import enter_freeze
from holdfast.incidents.actions.planning import Plan, announce_maintenance, plan_maintenance
from holdfast.incidents.actions.templating import write_template
from holdfast.incidents.models import Affected, Level, Maintenance
from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM
from holdfast.knowledge.actions.files import add_file
from holdfast.knowledge.models import Article, ArticleFile
from holdfast.lists.links import proof_token
from holdfast.lists.models import Change, ListRequest, as_json
from holdfast.monitors.actions.heartbeats import make_address
from holdfast.news.actions.mailing import send_mailing, write_mailing
from holdfast.news.models import MailingKind
from holdfast.notices.endpoints import endpoint_at
from holdfast.notices.models import Delivery
from holdfast.people.actions.links import Purpose, make_link
from holdfast.people.models import Person, Role, Team
from holdfast.policy.actions import draft_policy
from holdfast.policy.models import PolicyVersion
from holdfast.portal.support.received import received_token
from holdfast.procedure.links import approval_token
from holdfast.procedure.models import Judgement, Watching
from holdfast.project.demo.world import World
from holdfast.promises.actions.giving import give_word
from holdfast.tickets.actions.messages import Attached, Said, receive_message
from holdfast.tickets.models import Attachment
from holdfast.web.knowledge.urls import ARTICLES
from holdfast.web.urls import INTERRUPTION as interruptions
from holdfast.web.urls import MAINTENANCE as maintenance
from tests.channels.chat.pictures import picture
from tests.duty.rotas import man
from tests.incidents.estate import Estate, build_estate
from tests.knowledge.articles import published
from tests.monitors.watching import heartbeat
from tests.procedure.steps import asked
from tests.web.office.mails import held_mail

_ENDPOINT = ("secret", "enabling", "test")
CONTACTS = {
    "requester": ("osprey", {}),
    "colleague": ("osprey", {}),
    "approver of the client": ("osprey", {"is_approver": True}),
    "administrator of the client": ("osprey", {"is_administrator": True}),
    "person of another client": ("velda", {}),
    "approver of another client": ("velda", {"is_approver": True}),
    "administrator of another client": ("velda", {"is_administrator": True}),
}


def one_of_each(world: World) -> dict[str, Person]:
    """By the names that the table uses; each holds one role, or one standing at one client."""
    found = {role: _person(f"only {role}", roles=[role]) for role in Role.values}
    for who, (client, standing) in CONTACTS.items():
        found[who] = _person(who)
        Contact.objects.create(person=found[who], organisation=world.organisations[client], **standing)
    return found


def _person(name: str, **more: Any) -> Person:
    email = f"{name.replace(' ', '-').replace('_', '-')}@doors.example"
    return Person.objects.create(email=email, name=name, joined_at=clock.now(), **more)


@dataclass(frozen=True)
class Things:
    """What stands in the addresses: by the name of an address, else by the name of the placeholder."""

    by_name: dict[str, dict[str, object]]
    by_place: dict[str, object]

    def for_address(self, name: str, places: Iterable[str]) -> dict[str, object]:
        return {place: self.by_name.get(name, {}).get(place, self.by_place.get(place)) for place in places}


def everything(world: World, persons: dict[str, Person]) -> Things:
    """A ticket that waits for approval with all that may hang on one, and one of each other thing."""
    world.persons["requester"] = persons["requester"]
    listed = _list(world, keeper=persons[Role.ACCOUNT_MANAGER])
    ticket, approval = asked(world, person="requester")
    climb = climb_ladder(ticket, words="Nobody called", level=2, by=persons["requester"])
    word = give_word(ticket, words="Call", due_at=clock.now().replace(hour=22), by=world.tobin)
    mail = held_mail(ticket)
    _write(ticket, persons["requester"], raw_mail=held_mail(ticket, state=MailState.DONE).pk)
    file = Attachment.objects.get(message__ticket=ticket)
    osprey: Organisation = world.organisations["osprey"]
    ListRequest.objects.create(
        ticket=ticket, change=Change.ADD, wanted=as_json(Listed(email="new@doors.example"))
    )
    in_force = PolicyVersion.objects.exclude(published_at=None).latest("number")
    draft = draft_policy(by=world.delphine)
    widget = world.components["Chat: Widget"]
    beats = heartbeat(widget, world.kaveh)
    sent = [Attached(file=store(picture(), at=clock.now()), filename="screen.png")]
    first_word = say(
        begin_visit(person=None, language="en"), Word(text="Hello", client_id="word-0001", attached=sent)
    )
    chat = first_word.conversation
    canned = save_canned(name="hello", text="Hello!", by=world.tobin)
    greeting = add_greeting(page="", after_seconds=20, text="May I help?", by=world.tobin)
    desk = {
        "chat-greeting-removal": {"key": greeting.pk},
        **{name: {"message": file.message_id} for name in ("delivery", "original")},
        "scan": {"key": file.key},
        "chat-picture": {"key": Attachment.objects.get(message=first_word.message).key},
        "verdict": {"word": "approved"},
        "judgement": {"key": Judgement.objects.filter(ticket=ticket).latest("pk").pk},
        "watching": {"key": Watching.objects.get(ticket=ticket).pk},
        "word": {"key": word.pk},
        "team": {"key": Team.objects.create(name="Night").pk},
        "mailbox": {"key": Mailbox.objects.create(name="Support", host="imap.example", user="support").pk},
        "product": {"key": world.products["chat"].pk},
        **{name: {"key": osprey.pk} for name in ("use-new", "use", "use-end")},
        **{name: {"kind": "uses"} for name in ("clients-template", "clients-list")},
        **{name: {"key": widget.service_id} for name in ("service", "service-retirement", "component-new")},
        **{name: {"key": widget.pk} for name in ("component", "component-change", "component-retirement")},
        "monitor-kinds": {"key": widget.pk},
        "monitor-new": {"key": widget.pk, "kind": "http"},
        **{
            f"monitor{act}": {"key": beats.pk}
            for act in ("", "-change", "-removal", "-pause", "-look", "-address")
        },
        "policy-version": {"key": in_force.pk},
        "policy-file": {"key": in_force.pk},
        "policy-clause": {"id": "acknowledge"},
        "letter": {"key": Delivery.objects.latest("pk").pk},
        "letter-html": {"key": Delivery.objects.latest("pk").pk},
        **{name: {"key": world.saoirse.pk} for name in ("person", "person-about", "person-roles")},
        "person-entry": {"key": world.saoirse.pk},
        **{name: {"key": mail.pk} for name in ("mail-one", "mail-raw", "mail-new", "mail-onto", "mail-drop")},
        "mail-again": {"key": held_mail(state=MailState.QUARANTINED).pk},
        **{
            name: {"key": osprey.pk}
            for name in (
                *("client", "client-change", "client-manager", "contact-new", "contract-new"),
                *("private-address", "private-address-end", "client-statement", "client-statement-month"),
                *("client-uptime", "client-uptime-new", "client-uptime-end", "credit"),
                "client-statement-pdf",
                *("list-card", "list-review", "list-drill", "list-contact-new"),
            )
        },
        **{
            name: {"key": osprey.pk, "person": listed.pk}
            for name in ("list-contact", "list-contact-end", "list-proof")
        },
        **{
            f"chat-{act}": {"key": chat.pk}
            for act in (
                "log",
                "taking",
                "answering",
                "typing",
                "handing-on",
                "ending",
                "blocking",
                "letting-in",
            )
        },
        **{f"chat-canned-{act}": {"key": canned.pk} for act in ("change", "removal")},
        "contact": {"key": osprey.pk},
        "contact-reached": {"key": osprey.pk},
        "contact-end": {"key": osprey.pk},
        "contact-dial": {"key": osprey.pk},
        "contract-end": {"key": osprey.pk},
        **{
            name: {"key": "osprey"}
            for name in ("calendar", "calendar-hours", "calendar-holidays", "calendar-exceptions")
        },
    }
    estate = build_estate(world, with_lists=False)
    public = confirm_interruption(
        suspect_interruption(title="No reports", by=SYSTEM),
        hits=[Hit(estate.reports, Level.MAJOR)],
        by=world.kaveh,
    )
    desk["unlinking"] = {"key": public.pk}
    hit = {"key": public.pk, "client": public.affected.get().pk}
    hit |= {"kind": "report", "name": "affected", "piece": "state"}
    hit |= {"impact": public.impacts.get().pk}
    Affected.objects.create(interruption=public, organisation=osprey, since_at=clock.now())
    desk |= {name.name: hit for name in interruptions if name.name is not None}
    template = write_template(kind="update", name="Traffic", parts={"text": "It moves."}, by=world.kaveh)
    desk |= {name: {"key": template.pk} for name in ("word-template", "word-template-end")}
    endpoint = endpoint_at("https://hooks.example/doors")
    desk |= {name: {"key": endpoint.pk} for name in ("endpoint", *(f"endpoint-{n}" for n in _ENDPOINT))}
    planned, freeze = _maintenance(world, estate)
    field = {"key": planned.pk, "kind": "update", "name": "text"}
    desk |= {name.name: field for name in maintenance if name.name is not None}
    desk["freeze-end"] = {"key": freeze}
    manned = man(world)
    layer = manned.first.layers.get()
    absence = be_absent(
        manned.second,
        person=world.kaveh,
        span=(clock.now(), clock.now() + timedelta(hours=1)),
        by=world.kaveh,
    )
    paged = page_oneself(world.tobin)
    call = Call.objects.create(
        direction="in",
        caller="+442079460958",
        ticket=ticket,
        began_at=clock.now(),
        recording=file.file,
        recording_state=RecordingState.KEPT,
    )
    desk |= {
        **{f"call-{name}": {"key": call.pk} for name in ("recording", "answer", "caller")},
        **{
            f"duty-{name}": {"key": manned.first.pk}
            for name in (
                *("rota", "rota-change", "rota-end", "rota-feed", "layer-new", "import"),
                *("cover", "absence", "swap"),
            )
        },
        **{name: {"key": layer.pk} for name in ("duty-layer", "duty-layer-end")},
        "duty-change-end": {"key": absence.pk},
        "duty-page": {"key": paged.pk},
    }
    draft_news, mailed = _news(world)
    article, file_of_article = _article(world)
    desk |= {name.name: {"key": article.pk, "number": 1} for name in ARTICLES if name.name is not None}
    desk["article-category"] = {"key": article.category_id}
    desk |= {f"news-{name}": {"key": draft_news} for name in ("one", "change", "send", "drop")}
    console = save_console(name="Chat", product=world.products["chat"], organisation=osprey, by=world.piotr)
    vouched = vouched_for(
        console, osprey, user="1", email=persons["requester"].email, name="", plan="", page=""
    )
    visit = visit_from_console(vouched, at=clock.now())
    desk |= {
        name: {"key": console.pk} for name in ("console", "console-change", "console-key", "console-end")
    }
    by_name: dict[str, dict[str, object]] = {f"desk:{name}": said for name, said in desk.items()}
    by_name |= {
        **{f"help:{name}": {"language": "en"} for name in ("home", "search")},
        **{f"help:{name}": {"language": "en", "slug": article.slug} for name in ("article", "answer")},
        "help:category": {"language": "en", "slug": article.category.slug},
        "help:file": {"key": file_of_article.key},
        "statuspage:incident": {"code": public.code},
        "statuspage:event": {"code": planned.code},
        "statuspage:component": {"code": estate.inbox.code},
        "statuspage:document": {"name": "summary.json"},
        "mailed_sign_in_link": {"token": make_link(Purpose.SIGN_IN, person=persons["requester"])},
        "set_up": {"token": make_link(Purpose.SET_UP)},
        "invitation": {"token": make_link(Purpose.INVITATION, person=world.tobin)},
        "account_reset_password_from_key": {"uidb36": "1", "key": "abc"},
        "carrier-twilio": {"token": "abc"},
        "carrier-twilio-key": {"token": "abc"},
        **{f"voice-{name}": {"key": 1} for name in ("own-status", "dial", "dialled", "announcement")},
        "voice-duty": {"level": 1},
        **{f"voice-{name}": {"key": 1, "person": 1} for name in ("whisper", "take")},
        "portal:subscription_begin": {"token": _asked_to_subscribe()},
        "portal:subscription_end": {"token": _asked_to_subscribe()},
        "portal:private_status": {"token": _private(osprey, AddressOf.STATUS)},
        "portal:private_calendar": {"token": _private(osprey, AddressOf.CALENDAR)},
        "heartbeat": {"token": make_address(beats, by=world.kaveh)},
        "portal:received": {"token": received_token(ticket.pk, at=clock.now())},
        **{f"portal:console_{each}": {"visit": visit} for each in ("form", "offer")},
        "portal:console_received": {"visit": visit, "token": received_token(ticket.pk, at=clock.now())},
        "portal:approval": {"token": approval_token(approval.pk, persons["approver of the client"].pk)},
        "portal:duty_page": {"token": page_token(paged.pk, world.tobin.pk)},
        "duty_feed": {"token": feed_token(make_feed(rota=manned.first, by=world.delphine))},
        "portal:level": {"token": level_token(climb.pk, climb.person_id or 0)},
        "portal:address": {"token": proof_token(listed)},
        "portal:news": {"token": mailed.token},
        **{f"portal:proof_{kind}": {"key": public.pk} for kind in ("table", "pdf")},
        "portal:list_change": {"person": listed.pk},
        "portal:list_removal": {"person": listed.pk},
        "portal:ticket_part": {"name": "conversation"},
    }
    by_place: dict[str, object] = {
        "number": ticket.pk,
        "purpose": AddressOf.STATUS,
        "view": "open",
        "policy": draft.policy_id,
        "contact": Contact.objects.get(person=persons["colleague"]).pk,
        "contract": osprey.contracts.get().pk,
        "use": osprey.uses.get(component=widget).pk,
        "key": file.key,
        "filename": file.filename,
        "link": "f1.1.x",
        "month": clock.now().date(),
    }
    return Things(by_name, by_place)


def _maintenance(world: World, estate: Estate) -> tuple[Maintenance, int]:
    """An announced maintenance, and the key of a freeze."""
    start = clock.now() + timedelta(days=2)
    hits = [Hit(estate.reports, Level.MAJOR)]
    plan = Plan(title="Upgrade", text="Slow.", hits=hits, start_at=start, end_at=start + timedelta(hours=1))
    planned = plan_maintenance(plan, by=world.kaveh)
    announce_maintenance(planned, by=world.kaveh)
    freeze = enter_freeze(
        what="The quarter’s end", organisation=None, start_at=start, end_at=plan.end_at, by=world.kaveh
    )
    return planned, freeze.pk


def _article(world: World) -> tuple[Article, ArticleFile]:
    """An article for the client in the addresses alone, with a file."""
    article = published(world, "For Osprey Lane", audience="organisation", organisation=world.osprey)
    return article, add_file(article, b"a,b\n1,2\n", "export.csv", by=world.tobin)


def _news(world: World) -> tuple[int, Delivery]:
    """The key of a draft, and the mail of one that was sent to a contact who wants it."""
    said = {"kind": MailingKind.NEWSLETTER, "subject": "News", "text": "New things."}
    orla = Listed(email="orla@ospreylane.example", wants=tuple(Wanted.values))
    account_manager = world.osprey.account_manager
    assert account_manager is not None
    change_on_list(world.osprey, orla.email, orla, because="Wants news", by=account_manager)
    sent = send_mailing(write_mailing(**said, by=world.delphine), by=world.delphine)
    draft = write_mailing(**said, by=world.delphine)
    return draft.pk, Delivery.objects.get(notice=sent.notice)


def _list(world: World, *, keeper: Person) -> Person:
    """A list that the keeper keeps, with two on it; the one returned has confirmed nothing."""
    osprey: Organisation = world.organisations["osprey"]
    osprey.account_manager = keeper
    osprey.save()
    contacts = [Listed(email="orla@ospreylane.example"), Listed(email="listed@doors.example")]
    set_list(osprey, contacts, because="For the doors", by=keeper)
    return Person.objects.get(email="listed@doors.example")


def _asked_to_subscribe() -> str:
    ask_for_subscription("reader@doors.example")
    return Subscription.objects.latest("pk").token


def _private(client: Organisation, purpose: AddressOf) -> str:
    return PrivateAddress.objects.create(organisation=client, purpose=purpose, made_at=clock.now()).token


def _write(ticket: Any, author: Person, *, raw_mail: int) -> None:
    """A reply to the question for approval, by mail and with a file; somebody must say what it means."""
    attached = [Attached(file=store(b"a,b\n1,2\n", at=clock.now()), filename="export.csv")]
    said = Said(text="About that…", author=author, raw_mail=raw_mail, attached=attached)
    receive_message(ticket, said, channel="mail", reached_at=clock.now(), by=author.actor)
