"""T89: nothing forged, expired, replayed or of another tenant is believed."""

from __future__ import annotations

import base64
import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from holdfast.channels.console.identity import identify
from holdfast.channels.console.keeping import OVERLAP, make_key, retire_console, save_console
from holdfast.channels.console.minting import mint_token
from holdfast.channels.console.models import UsedToken
from holdfast.channels.console.refusing import NotBelieved
from holdfast.channels.console.verifying import verify
from holdfast.kernel import clock
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.project.demo.world import World
from tests.channels.console.consoles import console_of, pair_key, shared_key, signed
from tests.world import Clock

pytestmark = pytest.mark.django_db


def refused(token: str) -> str:
    """The code by which the token is not believed."""
    with pytest.raises(NotBelieved) as raised:
        identify(token, now=clock.now())
    return raised.value.code


def part(said: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


def test_whoever_is_signed_in_to_the_product_is_known_by_either_kind_of_key(
    world: World, the_clock: Clock
) -> None:
    console = console_of(world)
    for token in (signed(shared_key(world, console)), signed(*reversed(pair_key(world, console)))):
        found = identify(token, now=clock.now())
        assert (found.person, found.organisation, found.product) == (
            world.orla,
            world.osprey,
            console.product,
        )
        assert (found.user, found.plan, found.page) == ("u-17", "Gold", "https://app.example/reports")
    assert {key.last_used_at for key in console.keys.all()} == {the_clock.now}


def test_somebody_new_of_a_known_client_is_named_and_not_yet_anybodys_contact(world: World) -> None:
    found = identify(
        signed(shared_key(world, console_of(world)), email=" New@OspreyLane.example"), now=clock.now()
    )
    assert (found.contact, found.email, found.organisation) == (None, "new@ospreylane.example", world.osprey)


FORGED: dict[str, tuple[str, dict[str, Any]]] = {
    "ran out": ("expired", {"iat": -400, "exp": -100}),
    "runs out this very second": ("expired", {"iat": -100, "exp": 0}),
    "lives too long": ("lives_long", {"exp": 301}),
    "made in the future": ("future", {"iat": 31, "exp": 200}),
    "not to be used before later": ("future", {"nbf": 31}),
    "for another installation": ("wrong_aud", {"aud": "https://help.elsewhere.example#identity"}),
    "for this one among others": ("wrong_aud", {"aud": ["http://localhost:8000#identity", "x"]}),
    "for nobody": ("wrong_aud", {"aud": None}),
    "of another issuer": ("wrong_iss", {"iss": "abc"}),
    "of no issuer": ("wrong_iss", {"iss": None}),
    "without an end": ("claim_missing", {"exp": None}),
    "without a beginning": ("claim_missing", {"iat": None}),
    "with an end in words": ("claim_wrong", {"exp": "2099-01-01"}),
    "with an end in milliseconds": ("claim_wrong", {"exp": 1_800_000_000_000}),
    "with an end beyond all numbers": ("claim_wrong", {"exp": float("inf")}),
    "with a yes for a time": ("claim_wrong", {"iat": True}),
    "without its own name": ("claim_missing", {"jti": None}),
    "with a number for its name": ("claim_wrong", {"jti": 7}),
    "of no user": ("claim_missing", {"sub": ""}),
    "without an address": ("claim_missing", {"email": None}),
    "with something else for an address": ("claim_wrong", {"email": "orla"}),
    "with too many words": ("claim_wrong", {"plan": "x" * 81}),
    "of another product": ("wrong_product", {"product": "Payments"}),
    "of no client": ("claim_missing", {"organisation": None}),
    "of a client that nobody knows": ("unknown_organisation", {"organisation": "osprey-8"}),
    "in the name of one of ours": ("staff", {"email": "tobin"}),
    "in the name of another client's": ("other_client", {"email": "lutz"}),
    "of another client's mail domain": ("other_client", {"email": "nobody@velda.example"}),
}


@pytest.mark.parametrize("case", FORGED)
def test_t89_a_token_that_is_not_for_us_now_or_speaks_for_others_is_not_believed(
    world: World, the_clock: Clock, case: str
) -> None:
    code, claims = FORGED[case]
    at = int(the_clock.now.timestamp())
    for name, value in claims.items():
        if isinstance(value, int) and not isinstance(value, bool) and name in ("iat", "exp", "nbf"):
            claims = {**claims, name: at + value if value < 10_000 else value}
        if name == "email" and value in ("tobin", "lutz"):
            claims = {**claims, name: world.persons[value].email}
    assert refused(signed(shared_key(world, console_of(world)), **claims)) == code


def test_t89_a_token_is_believed_once(world: World, the_clock: Clock) -> None:
    made = shared_key(world, console_of(world))
    token = signed(made, jti="once")
    identify(token, now=clock.now())
    the_clock.forward(minutes=4, seconds=59)
    assert refused(token) == "replayed"
    assert refused(signed(made, jti="once", sub="another")) == "replayed"
    assert refused(signed(shared_key(world, made.key.console), jti="once")) == "replayed"
    identify(signed(shared_key(world, console_of(world, name="Another")), jti="once"), now=clock.now())
    the_clock.forward(minutes=6)
    identify(signed(made), now=clock.now())
    assert UsedToken.objects.count() == 1, "what ran out is forgotten"


def test_t89_what_is_not_believed_uses_nothing_up(world: World) -> None:
    made = shared_key(world, console_of(world))
    refused(signed(made, jti="mine", organisation="osprey-8"))
    refused(signed(made, with_="guessed secret of thirty-two bytes or more", jti="mine"))
    assert identify(signed(made, jti="mine"), now=clock.now()).person == world.orla


def test_t89_the_keys_row_says_how_it_signs_and_no_token_does(world: World) -> None:
    console = console_of(world)
    private, pair = pair_key(world, console)
    shared = shared_key(world, console)
    other = Ed25519PrivateKey.generate()
    rsa = generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    claims = signed(shared).split(".")[1]
    jwk = json.loads(jwt.algorithms.OKPAlgorithm.to_jwk(other.public_key()))

    def none(spelled: str) -> str:
        return f"{part({'alg': spelled, 'kid': shared.key.kid})}.{claims}."

    raw = pair.key.public_key.encode()
    hmac = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    confused = f"{part({'alg': 'HS256', 'kid': pair.key.kid})}.{claims}"
    for sealing in (raw, raw.strip(), private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)):
        sealed = base64.urlsafe_b64encode(hmac.sign(confused.encode(), sealing)).rstrip(b"=").decode()
        assert refused(f"{confused}.{sealed}") == "algorithm"
    assert {refused(none(each)) for each in ("none", "None", "NONE", "nOnE", "")} == {"no_token"}
    for token, code in {
        f"{none('none')}AA": "algorithm",
        signed(shared, rsa, algorithm="RS256"): "algorithm",
        signed(shared, shared.secret, algorithm="HS384"): "algorithm",
        signed(shared, other, algorithm="EdDSA"): "algorithm",
        signed(pair, other, algorithm="EdDSA"): "signature",
        signed(pair, other, algorithm="EdDSA", headers={"jwk": jwk}): "header",
        signed(shared, headers={"jku": "https://evil.example/keys"}): "header",
        signed(shared, headers={"x5u": "https://evil.example/cert"}): "header",
        signed(shared, headers={"crit": ["exp"]}): "header",
        signed(shared, headers={"kid": "nobodys"}): "unknown_key",
        signed(shared, headers={"kid": "../secret-key"}): "unknown_key",
        signed(shared, headers={"kid": f"' OR '1'='1{shared.key.kid}"}): "unknown_key",
    }.items():
        assert refused(token) == code
    assert verify(signed(pair, private), now=clock.now()).key == pair.key


def test_t89_a_key_speaks_for_its_own_client_alone(world: World) -> None:
    velda = world.organisations["velda"]
    velda.external_reference = "velda-1"
    velda.save()
    made = shared_key(world, console_of(world, client=velda))
    assert refused(signed(made)) == "wrong_organisation"
    assert refused(signed(made, organisation=None)) == "other_client", "Orla is of another client"
    own = identify(signed(made, organisation=None, email=world.lutz.email), now=clock.now())
    assert (own.person, own.organisation) == (world.lutz, velda)
    foreign = shared_key(world, console_of(world, name="All of them"))
    assert refused(signed(made, with_=foreign.secret, organisation=None)) == "signature"


def test_t89_what_is_no_token_at_all_is_refused_in_words(world: World) -> None:
    made = shared_key(world, console_of(world))
    token = signed(made)
    head, claims, seal = token.split(".")
    assert refused(signed(made, page="x" * 5000)) == "oversize"
    deep = base64.urlsafe_b64encode(b"[" * 2900).rstrip(b"=").decode()
    for wrong in (
        *("", ".", "..", "a.b", "a.b.c", "ü.ü.ü", token + "\n", f" {token}", f"{token}.{seal}", f"{token}="),
        *(f"{part([])}.{claims}.{seal}", f"{part('x')}.{claims}.{seal}", f"{deep}.a.a"),
        f"{head}.{claims}.{seal[:-1]}",
    ):
        assert refused(wrong) in ("no_token", "signature"), wrong
    assert refused(jwt.encode({"a": 1}, made.secret, headers={"kid": made.key.kid})) == "wrong_iss"


@pytest.mark.parametrize("kind", ["HS256", "EdDSA"])
def test_t89_no_mutation_of_a_token_that_is_believed_is_believed(world: World, kind: str) -> None:
    console = console_of(world)
    token = (
        signed(shared_key(world, console)) if kind == "HS256" else signed(*reversed(pair_key(world, console)))
    )
    now = clock.now()
    assert verify(token, now=now).claims.email == world.orla.email
    letters = st.sampled_from("ABCDEFGHabcdefgh0123456789-_.= \n+/\x00é")

    @hypothesis_settings(
        max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(
        at=st.integers(0, len(token) - 1),
        cut=st.integers(0, 3),
        put=st.text(letters, max_size=3),
    )
    def mutate(at: int, cut: int, put: str) -> None:
        changed = token[:at] + put + token[at + cut :]
        if changed != token:
            with pytest.raises(NotBelieved):
                verify(changed, now=now)

    mutate()
    for last in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_":
        if last != token[-1]:
            with pytest.raises(NotBelieved):
                verify(token[:-1] + last, now=now)


def test_two_keys_count_while_one_takes_the_others_place(world: World, the_clock: Clock) -> None:
    console = console_of(world)
    first, second = shared_key(world, console), shared_key(world, console)
    for made in (first, second):
        identify(signed(made), now=clock.now())
    the_clock.forward(days=OVERLAP.days)
    assert refused(signed(first)) == "key_ended"
    third, fourth = shared_key(world, console), shared_key(world, console)
    assert refused(signed(second)) == "key_ended", "two at once and no more"
    for made in (third, fourth):
        identify(signed(made), now=clock.now())


def test_a_retired_console_is_not_believed_and_its_secret_is_gone(
    world: World, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    made = shared_key(world, console_of(world))
    file = Path(settings.HOME) / "secrets" / made.key.secret_name
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    token = mint_token(made.key, at=clock.now(), sub="1", email=world.orla.email, organisation="osprey-7")
    assert verify(token, now=clock.now()).claims.email == world.orla.email
    with django_capture_on_commit_callbacks(execute=True):
        retire_console(made.key.console, by=world.piotr)
    assert refused(token) == "key_ended"
    assert not file.exists()
    with pytest.raises(Refused, match="was retired"):
        shared_key(world, made.key.console)


def test_a_secret_that_is_not_on_this_machine_proves_nothing(world: World) -> None:
    made = shared_key(world, console_of(world))
    token = signed(made)
    (Path(settings.HOME) / "secrets" / made.key.secret_name).unlink()
    assert refused(token) == "no_secret"


def test_whoever_was_shut_out_stays_so(world: World) -> None:
    made = shared_key(world, console_of(world))
    world.orla.is_active = False
    world.orla.save()
    assert refused(signed(made)) == "shut_out"


@pytest.mark.parametrize(
    "origin",
    [
        *("https://*.app.example", "*", "http://app.example", "https://app.example/path", "app.example"),
        *(
            "https://a@app.example",
            "https://app.example;script-src",
            "https://app.example 'self'",
            "https://[:",
        ),
    ],
)
def test_only_whole_origins_may_hold_the_form(world: World, origin: str) -> None:
    with pytest.raises(Refused, match="is no origin"):
        save_console(name="x", product=world.products["chat"], origins=[origin], by=world.piotr)


def test_only_administrators_keep_consoles_and_nobody_pastes_a_private_key(world: World) -> None:
    console = console_of(world)
    with pytest.raises(Forbidden):
        make_key(console, algorithm="HS256", by=world.tobin)
    private = (
        Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    )
    public = generate_private_key(65537, 2048).public_key()
    rsa = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    for pasted, code in ((private, "private_key"), (rsa, "no_key"), ("", "no_key"), ("x", "no_key")):
        with pytest.raises(Refused) as raised:
            make_key(console, algorithm="EdDSA", public_key=pasted, by=world.piotr)
        assert raised.value.code == code
