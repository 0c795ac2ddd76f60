"""A webhook's endpoint: made when it is first named, and what is sent to it is signed with its secrets."""

from __future__ import annotations

from datetime import datetime

from holdfast.carriers.webhook import mint_secret
from holdfast.notices.models import Endpoint


def endpoint_at(address: str) -> Endpoint:
    """The endpoint at this address, with a secret of its own that its owner is to be told."""
    return Endpoint.objects.get_or_create(address=address, defaults={"secret": mint_secret()})[0]


def secrets_of(endpoint: Endpoint, *, at: datetime) -> tuple[str, ...]:
    """What a post is signed with at that instant: the present secret, and the former one while it still counts."""
    if endpoint.former_until is not None and at < endpoint.former_until:
        return endpoint.secret, endpoint.former_secret
    return (endpoint.secret,)
