"""An address of each channel is checked where it is entered."""

from __future__ import annotations

import pytest

from holdfast.clients.emergency.channels import Channel, require_channels
from holdfast.kernel.refusal import Refused

MAIL = "orla@ospreylane.example"


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("mail", "", MAIL),
        ("mail", "Orla@OspreyLane.example", MAIL),
        ("sms", "+44 20 7946-0958", "+442079460958"),
        ("voice", "+1 (202) 555.0143", "+12025550143"),
        ("webhook", "https://hooks.ospreylane.example:8443/in?x=1", "https://hooks.ospreylane.example:8443/in?x=1"),
        ("webhook", "https://93.184.216.34/in", "https://93.184.216.34/in"),
        ("slack", "https://hooks.slack.com/services/T0/B0/x", "https://hooks.slack.com/services/T0/B0/x"),
        ("teams", "https://prod-1.westeurope.logic.azure.com/w", "https://prod-1.westeurope.logic.azure.com/w"),
    ],
)  # fmt: skip
def test_a_good_address_is_kept_in_its_normal_form(kind: str, given: str, kept: str) -> None:
    assert require_channels([Channel(kind, given)], mail=MAIL) == (Channel(kind, kept),)


@pytest.mark.parametrize(
    ("kind", "given", "code"),
    [
        ("fax", "+442079460958", "no_channel"),
        ("mail", "bram@ospreylane.example", "other_mail"),
        *[("sms", each, "no_number") for each in ("", "0207946", "+44 (0)20 7946 0958", "+1234", "+1" * 9, "call me")],
        *[
            ("webhook", each, "no_public_address")
            for each in (
                "", "hooks.example.org/x", "http://hooks.example.org/x", "https://localhost/x", "https://db.internal/",
                "https://10.0.0.8/x", "https://127.0.0.1/", "https://[::1]/", "https://[fe80::1]/", "https://169.254.169.254/",
                "https://intranet/", "https://a:b@hooks.example.org/", "https://hooks.example.org:0/", "https://0x7f.1/",
                "https://hooks.example.org:99999/", "https://2130706433/", "https://böse.example/", "https://x.local./",
                "https://[::ffff:10.0.0.8]/",
            )
        ],
    ],
)  # fmt: skip
def test_a_bad_address_is_refused_at_its_place(kind: str, given: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        require_channels([Channel("mail"), Channel(kind, given)], mail=MAIL)
    assert (refused.value.code, refused.value.field) == (
        code,
        "kind_2" if code == "no_channel" else "address_2",
    )


def test_they_keep_their_order_each_stands_once_and_mail_is_what_remains() -> None:
    wanted = [Channel("sms", "+12025550143"), Channel("sms", "+12025550144"), Channel("mail")]
    assert [each.kind for each in require_channels(wanted, mail=MAIL)] == ["sms", "sms", "mail"]
    assert require_channels([], mail=MAIL) == (Channel("mail", MAIL),)
    with pytest.raises(Refused) as refused:
        require_channels([Channel("sms", "+12025550143"), Channel("sms", "+1 202 555 0143")], mail=MAIL)
    assert refused.value.code == "channel_twice"
    with pytest.raises(Refused) as many:
        require_channels([Channel("sms", f"+1202555014{each}") for each in range(5)], mail=MAIL)
    assert many.value.code == "too_many"
