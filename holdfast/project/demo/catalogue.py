"""What the vendor of the demo world runs, and who uses it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Final, NamedTuple

from holdfast.catalogue.days import begin_of
from holdfast.catalogue.models import Component, Product, Service, Use
from holdfast.clients.models import Contract, Organisation
from holdfast.kernel.rows import insert

REGIONS: Final = ("Europe", "Americas", "Asia Pacific")
_SINCE: Final = date(2024, 3, 1)


class Run(NamedTuple):
    """A service: its product, what clients read of it, its components and whether each runs by region."""

    name: str
    product: str | None
    description: str
    components: tuple[tuple[str, bool], ...]


SERVICES: Final = (
    Run("Chat", "chat", "Chats on clients’ pages", (("Widget", False), ("Routing", True), ("History", False))),
    Run("Voice", "chat", "Calls of the contact centre", (("Calls", True), ("Recordings", False))),
    Run("Mail", "mail", "Mail of the contact centre", (("Inbound", False), ("Outbound", False), ("Templates", False))),
    Run("Review", "review", "Quality reviews", (("Forms", False), ("Scoring", False), ("Calibration", False))),
    Run("Reports", "reports", "Boards and files", (("Live boards", False), ("Exports", False))),
    Run("Platform", None, "What all of it stands on", (("Sign-in", False), ("API", True))),
)  # fmt: skip

USES: Final[Mapping[str, tuple[str, ...]]] = {
    "osprey": ("Americas", "Chat", "Voice", "Review", "Platform"),
    "velda": ("Europe", "Chat", "Mail", "Reports", "Platform"),
    "quillon": ("Americas", "Chat", "Voice", "Platform"),
    "harrow": ("Europe", "Mail", "Review", "Reports", "Platform"),
    "tessellate": ("", "Chat", "Voice", "Mail", "Review", "Reports", "Platform"),
    "marrow": ("Asia Pacific", "Chat", "Mail", "Platform"),
    "lumen": ("Americas", "Mail", "Reports", "Platform"),
    "brindle": ("", "Chat", "Voice", "Review", "Platform"),
    "cobalt": ("Asia Pacific", "Chat", "Mail", "Reports", "Platform"),
    "pemberly": ("Americas", "Chat", "Review", "Reports", "Platform"),
    "sorrel": ("Americas", "Mail", "Platform"),
    "north": ("Europe", "Chat", "Platform"),
}
"""By client: the region in which it uses what runs by region (all of them, where it is empty), and the services."""


def build_catalogue(
    products: Mapping[str, Product], organisations: Mapping[str, Organisation], *, at: datetime
) -> dict[str, Component]:
    """Services, components and uses; the components by their whole names."""
    services = insert(
        [
            Service(
                name=run.name,
                product=products[run.product] if run.product else None,
                description=run.description,
                position=position,
            )
            for position, run in enumerate(SERVICES)
        ]
    )
    components = insert(
        [
            Component(
                service=service,
                name=name,
                position=position,
                places=list(REGIONS) if is_by_region else [],
                since_on=_SINCE,
            )
            for service, run in zip(services, SERVICES, strict=True)
            for position, (name, is_by_region) in enumerate(run.components)
        ]
    )
    contracts = {each.organisation_id: each for each in Contract.objects.all()}
    insert(list(_uses(components, organisations, contracts, at=at)))
    return {str(each): each for each in components}


def _uses(
    components: list[Component],
    organisations: Mapping[str, Organisation],
    contracts: Mapping[int, Contract],
    *,
    at: datetime,
) -> Iterator[Use]:
    for client, (region, *services) in USES.items():
        organisation = organisations[client]
        for component in components:
            if component.service.name in services:
                yield Use(
                    organisation=organisation,
                    component=component,
                    place=region if component.places else "",
                    agreement=contracts.get(organisation.pk),
                    since_at=min(begin_of(_SINCE, organisation), at),
                )
