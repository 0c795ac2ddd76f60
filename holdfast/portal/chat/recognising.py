"""Who begins a chat, as far as a page of ours or somebody's own product says it; whoever is not believed is a stranger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from holdfast.catalogue.models import Product
from holdfast.channels.chat.identity import person_named
from holdfast.channels.console.doubting import note_doubt
from holdfast.channels.console.identity import identify
from holdfast.channels.console.models import Console
from holdfast.channels.console.refusing import NotBelieved
from holdfast.channels.console.verifying import MOST
from holdfast.people.models import Person
from holdfast.portal.chat.calls import Said, text_in


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who begins; by the word of a console, where one spoke for them."""

    person: Person | None = None
    name: str = ""
    console: Console | None = None
    product: Product | None = None


def caller_of(said: Said, *, at: datetime) -> Caller:
    """Whom the identity of our page names, or the token of a product, which is used up by that (T89).

    Somebody new of a known client is a stranger with a name here: who enters nobody by looking, does not by opening
    a panel.
    """
    if proof := text_in(said, "proof", limit=MOST + 1):
        return _by_product(proof, at=at)
    return Caller(person=person_named(text_in(said, "identity", limit=200), at=at))


def _by_product(proof: str, *, at: datetime) -> Caller:
    try:
        identity = identify(proof, now=at)
    except NotBelieved as refused:
        note_doubt(proof, refused, now=at)
        return Caller()
    return Caller(
        person=identity.person, name=identity.name, console=identity.console, product=identity.product
    )
