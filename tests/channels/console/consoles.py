"""Consoles of the products of the world, and tokens that they sign."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from holdfast.channels.console.audience import audience
from holdfast.channels.console.keeping import Made, make_key, save_console
from holdfast.channels.console.models import Console
from holdfast.clients.models import Organisation
from holdfast.kernel import clock, tokens
from holdfast.project.demo.world import World

TENANT = "osprey-7"


def console_of(world: World, name: str = "Chat console", client: Organisation | None = None) -> Console:
    """One of the chat product; Osprey Lane is known to it as a tenant."""
    Organisation.objects.filter(name=world.osprey.name).update(external_reference=TENANT)
    return save_console(
        name=name,
        product=world.products["chat"],
        organisation=client,
        origins=["https://app.example"],
        by=world.piotr,
    )


def shared_key(world: World, console: Console) -> Made:
    return make_key(console, algorithm="HS256", by=world.piotr)


def pair_key(world: World, console: Console) -> tuple[Ed25519PrivateKey, Made]:
    private = Ed25519PrivateKey.generate()
    pem = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    return private, make_key(console, algorithm="EdDSA", public_key=pem, by=world.piotr)


def claims_of(console: Console, **more: Any) -> dict[str, Any]:
    """What a product says of Orla who is signed in there; a claim given as None is left out."""
    at = clock.now()
    said = {
        "iss": console.code,
        "aud": audience(),
        "iat": int(at.timestamp()),
        "exp": int((at + timedelta(minutes=5)).timestamp()),
        "jti": tokens.mint(),
        "sub": "u-17",
        "email": "orla@ospreylane.example",
        "name": "Orla",
        "organisation": TENANT,
        "product": console.product.name,
        "plan": "Gold",
        "page": "https://app.example/reports",
        **more,
    }
    return {name: value for name, value in said.items() if value is not None}


def signed(made: Made, with_: Any = None, *, algorithm: str = "", headers: Any = (), **more: Any) -> str:
    """A token of this key, or signed `with_` another thing under its name."""
    return jwt.encode(
        claims_of(made.key.console, **more),
        with_ or made.secret,
        algorithm=algorithm or made.key.algorithm,
        headers={"kid": made.key.kid, **dict(headers)},
    )
