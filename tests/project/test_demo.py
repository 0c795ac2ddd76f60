"""The world that `bin/up --demo` loads, whole: lively as promised, its pages small, and loaded only once."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db.models import Count, Min
from django.test import Client

from holdfast.audience.links import private_url
from holdfast.audience.models import PrivateAddress
from holdfast.channels.chat.models import CannedAnswer, Conversation, Greeting
from holdfast.channels.voice.models import Call
from holdfast.channels.voice.wording import call_in_words
from holdfast.clients.emergency.health import Ailment, findings
from holdfast.clients.emergency.reading import lists_of
from holdfast.clients.models import Organisation
from holdfast.incidents.models import Interruption, Maintenance, Suspicion
from holdfast.kernel import clock
from holdfast.lists.models import Answer, ListRequest
from holdfast.monitors.models import Monitor
from holdfast.monitors.queries import measured
from holdfast.news.models import Mailing
from holdfast.notices.models import Delivery, Notice
from holdfast.people.models import Person, Role
from holdfast.project.demo import history
from holdfast.project.demo.people import PASSWORD, SUPPORT
from holdfast.project.management.commands.load_demo import SIGN_INS
from holdfast.promises.models import Promise
from holdfast.promises.models import State as PromiseState
from holdfast.reports.models import Credit
from holdfast.reports.waiting import credits_waiting
from holdfast.tickets.models import Stage, Ticket
from holdfast.vendor.models import the_vendor

BUDGET = 14 * 1024


@pytest.mark.django_db
def test_the_demo_world_is_as_lively_as_promised_and_every_page_of_it_travels_in_14_kb(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One test, as the world takes its time to load."""
    monkeypatch.setattr(history, "TELL_EVERY", 0.0)
    told = loaded()
    assert "12 clients and 38 people are there" in told
    assert re.search(r"\n  30 tickets are opened; it is \d+ \w+ there\.", told)
    assert PASSWORD in told
    assert [role for role, address in SIGN_INS if f"{address} " not in told] == []
    require_clients_and_people()
    require_tickets()
    require_threads()
    require_calls()
    require_chats()
    require_lists()
    require_maintenance()
    require_interruptions()
    require_monitors()
    require_agreements()
    require_news()
    require_small_pages()
    tickets = Ticket.objects.count()
    again = loaded()  # it only says who may sign in
    assert (told.endswith(again), Ticket.objects.count()) == (True, tickets)
    assert len(again) < len(told)


def loaded() -> str:
    said = StringIO()
    call_command("load_demo", stdout=said)
    return said.getvalue()


def require_clients_and_people() -> None:
    assert the_vendor().support_address == SUPPORT
    clients = Organisation.objects.filter(is_own=False)
    assert clients.count() == 12
    assert clients.values("time_zone").distinct().count() > 3
    staff = Person.objects.exclude(roles=[])
    assert staff.count() == 20
    assert {role for person in staff for role in person.roles} == set(Role.values)


def require_tickets() -> None:
    assert (
        Ticket.objects.count() == 65
    )  # three calls, a chat, and a change of an emergency list, beside the sixty
    assert set(Ticket.objects.values_list("stage", flat=True)) == set(Stage.values)
    oldest = Ticket.objects.aggregate(at=Min("opened_at"))["at"]
    assert clock.now() - oldest > timedelta(days=60)
    states = Delivery.objects.filter(folded_into=None).values_list("state", flat=True)
    assert set(states) == {
        "accepted",
        "bounced",  # the test message to an emergency list found an address gone
        "cancelled",  # whoever left a message is known by their number alone
    }


def require_threads() -> None:
    """All mail about a ticket, an interruption or a maintenance, to us too, hangs on one root under one subject."""
    told = Notice.objects.filter(about__regex="^(ticket|interruption|maintenance)-")
    threads = told.values("about").annotate(
        roots=Count("thread_root", distinct=True), subjects=Count("subject", distinct=True)
    )
    assert threads.count() > 60
    assert [each for each in threads if (each["roots"], each["subjects"]) != (1, 1)] == []
    assert not told.filter(thread_root="").exists()


def require_calls() -> None:
    calls = Call.objects.order_by("pk")
    assert [call_in_words(each) for each in calls] == [
        *("incoming call, 8 min", "missed call", "outgoing call, 6 min", "voicemail")
    ]
    answered, missed, _, voicemail = calls
    assert (answered.ticket and answered.ticket.requester) == answered.person
    assert (missed.returned_at is None, voicemail.returned_at is None) == (False, True)
    owed = Promise.objects.filter(clause="call_returned").order_by("pk").values_list("state", flat=True)
    assert list(owed) == [PromiseState.KEPT, PromiseState.RUNNING]
    assert voicemail.recording is not None and voicemail.recording.media_type == "audio/wav"


def require_chats() -> None:
    talk = Conversation.objects.get()
    assert (str(talk.visitor), talk.last_number, talk.visitor_read, talk.rating) == (
        "Bram Oakhollow",
        4,
        4,
        5,
    )
    kept = Promise.objects.filter(ticket=talk.ticket, clause="chat_answered").values_list("state", flat=True)
    assert set(kept) == {PromiseState.KEPT}
    assert (CannedAnswer.objects.count(), Greeting.objects.count()) == (3, 1)


def require_lists() -> None:
    clients = [each.pk for each in Organisation.objects.filter(is_own=False)]
    now = clock.now()
    found = [findings(each.state, at=now) for each in lists_of(clients).values()]
    assert {each.ailment for ailments in found for each in ailments} == set(Ailment)
    assert [] in found
    assert ListRequest.objects.filter(answer=Answer.OPEN).count() == 1


def require_maintenance() -> None:
    states = Maintenance.objects.values_list("state", flat=True)
    assert sorted(states) == ["completed", "completed", "scheduled", "scheduled"]
    notices = Promise.objects.filter(clause="maintenance_notice")
    assert set(notices.values_list("state", flat=True)) == {"kept", "waived", "running"}
    updates = Promise.objects.filter(clause="maintenance_update")
    assert set(updates.values_list("state", flat=True)) == {"kept", "waived"}


def require_interruptions() -> None:
    states = sorted(Interruption.objects.values_list("state", flat=True))
    assert states == ["closed", "closed", "confirmed", "dismissed", "suspected"]
    assert set(ended("interruption_report")) == {"kept"}
    assert set(ended("hourly_update")) == {"kept", "kept_late", "running", "waived"}
    assert set(ended("cause_update")) == {"kept"}


def require_monitors() -> None:
    """Each with a month behind it, and nothing outside is asked: only our own page is looked at, not paused or called."""
    silent = Monitor.objects.get(name="Recordings are filed")
    (suspicion,) = Suspicion.objects.filter(monitor=silent)
    assert (silent.state, suspicion.interruption.state) == ("down", "suspected")
    found = {each.kind: each for each in Monitor.objects.current().exclude(pk=silent.pk)}
    assert {kind: each.state for kind, each in found.items()} == {
        "http": "up",
        "tls": "up",
        "heartbeat": "up",
    }
    assert [
        each.asked.target for each in found.values() if each.kind != "heartbeat" and each.is_looked_at
    ] == [f"{settings.SITE_URL}/status/"]
    assert list(found["http"].stretches.order_by("began_at").values_list("state", flat=True)) == [
        "up",
        "down",
        "up",
    ]
    for each in found.values():
        how = measured(each.pk, since=clock.now() - timedelta(days=28), until=clock.now())
        assert (how.share, how.unknown) == ("99.98 %" if each.kind == "http" else "100.00 %", timedelta())
    assert Suspicion.objects.filter(monitor=found["http"]).exclude(weighed_at=None).count() == 1


def require_agreements() -> None:
    """A credit is given, and one waits for a person; one client has an address of its own."""
    (waiting,) = credits_waiting(list(Organisation.objects.filter(is_own=False)), now=clock.now())
    assert (waiting.organisation.name, waiting.agreed.currency) == ("Velda Retail", "EUR")
    assert [each.percent > 0 for each in Credit.objects.all()] == [True]
    (address,) = PrivateAddress.objects.filter(ended_at=None)
    page = Client().get(private_url(address))
    assert page.status_code == 200 and "Osprey Lane Clinics" in page.content.decode()


def require_news() -> None:
    sent, draft = Mailing.objects.order_by("pk")
    assert (sent.kind, draft.kind, draft.sent_at) == ("upgrades", "newsletter", None)
    assert sent.notice is not None and sent.notice.deliveries.count() > 2


def ended(clause: str) -> list[str]:
    return list(Promise.objects.filter(clause=clause).values_list("state", flat=True))


def require_small_pages() -> None:
    longest = Ticket.objects.annotate(said=Count("messages")).order_by("-said")
    of_orla = longest.filter(requester__email="orla@ospreylane.example").first()
    of_all = longest.first()
    assert of_orla is not None
    assert of_all is not None
    pages = [
        ("tobin@pellucid.example", "/desk/"),
        ("tobin@pellucid.example", f"/desk/tickets/{of_all.pk}/"),
        ("orla@ospreylane.example", "/"),
        ("orla@ospreylane.example", f"/tickets/{of_orla.pk}/"),
        ("", "/support/"),
    ]
    travelled = {path: size_of(path, email) for email, path in pages}
    assert {path: size for path, size in travelled.items() if size > BUDGET} == {}


def size_of(path: str, email: str) -> int:
    """Bytes of this page as they travel to this person."""
    client = Client(headers={"accept-encoding": "gzip, deflate, br"})
    if email:
        person = Person.objects.get(email=email)
        client.force_login(person)
    answer = client.get(path, follow=True)
    assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, "gzip"), path
    assert "</html>" in gzip.decompress(answer.content).decode()
    return len(answer.content)
