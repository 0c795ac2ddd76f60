"""How often one may try, and who counts as the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import RequestFactory

from holdfast.people.mailbox import mailbox_of
from holdfast.people.own_paths import own_path
from holdfast.portal.models import Attempt
from holdfast.portal.turnstile import Gate, Limit, pass_gates, source_of
from tests.world import NOON


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        ("Orla@Home.example", "orla@home.example"),
        ("o.r.la+tag+more@home.example", "orla@home.example"),
        (" orla@home.example ", "orla@home.example"),
        ("orla@sub.home.example", "orla@sub.home.example"),
    ],
)
def test_t13_spellings_of_one_mailbox(address: str, mailbox: str) -> None:
    assert mailbox_of(address) == mailbox


@pytest.mark.parametrize(
    ("peer", "source"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("", "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_a_source_is_the_peer_and_of_ipv6_its_network(peer: str, source: str) -> None:
    assert source_of(RequestFactory().get("/", REMOTE_ADDR=peer)) == source


def test_t49_forwarded_for_counts_only_from_a_trusted_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    import msgspec

    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "1.2.3.4, 198.51.100.7"}
    )
    assert source_of(request) == "10.0.0.1"
    monkeypatch.setattr(settings, "ENV", msgspec.structs.replace(settings.ENV, trusted_proxy=True))
    assert source_of(request) == "198.51.100.7"


@pytest.mark.django_db
def test_a_refused_try_is_not_counted_and_old_ones_go() -> None:
    gate = Gate("door", "somebody", (Limit(2, timedelta(hours=1)),))
    other = Gate("door", "another", (Limit(2, timedelta(hours=1)),))
    assert pass_gates([gate], at=NOON) is None
    assert pass_gates([gate, other], at=NOON + timedelta(minutes=30)) is None
    for minutes in (31, 45, 59):
        assert pass_gates([other, gate], at=NOON + timedelta(minutes=minutes)) == gate
    assert Attempt.objects.count() == 3
    assert pass_gates([gate], at=NOON + timedelta(minutes=61)) is None
    assert pass_gates([gate], at=NOON + timedelta(days=2)) is None
    assert Attempt.objects.count() == 1
    assert "somebody" not in str(list(Attempt.objects.values_list("key", flat=True)))


@pytest.mark.parametrize("path", ["/", "/tickets/", "/tickets/?view=resolved#x", "/desk/tickets/7/"])
def test_t55_own_paths_pass(path: str) -> None:
    assert own_path(path) == path
