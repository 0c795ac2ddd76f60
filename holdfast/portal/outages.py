"""Who chooses an outage in a form says that a service is down: it is weighed as any suspicion is (E5)."""

from __future__ import annotations

from holdfast.catalogue.models import Component
from holdfast.catalogue.queries import components_of
from holdfast.clients.models import Organisation
from holdfast.incidents.actions.suspecting import suspect_on_ticket
from holdfast.incidents.models import Interruption, State
from holdfast.incidents.models.interruption import DOWN
from holdfast.portal.scenarios import Catalogue
from holdfast.tickets.models import Ticket


def suspect_outage(ticket: Ticket, *, chosen: str, catalogue: Catalogue, words: str) -> None:
    """`chosen` is the form's value; whoever is of no client that we know suspects nothing."""
    person = ticket.requester
    if person is None or ticket.organisation is None or chosen not in catalogue.outages:
        return
    scenario = dict(catalogue.choices)[chosen]
    used = _of_product(ticket)
    component = used[0] if len(used) == 1 else None
    title = f"{scenario}: {component or ticket.product}" if component or ticket.product else scenario
    known = (same_interruption(ticket.organisation, each) for each in used)
    into = next(filter(None, known), None) or _called(title)
    suspect_on_ticket(ticket, title=title, words=words, component=component, into=into, by=person.actor)


def _of_product(ticket: Ticket) -> list[Component]:
    """What the client uses of the product."""
    if ticket.organisation is None or ticket.product_id is None:
        return []
    used = components_of(ticket.organisation, at=ticket.opened_at)
    return [each.component for each in used if each.component.service.product_id == ticket.product_id]


def _called(title: str) -> Interruption | None:
    return Interruption.objects.filter(state=State.SUSPECTED, title=title).order_by("pk").first()


def same_interruption(organisation: Organisation | None, component: Component | None) -> Interruption | None:
    """What hits this component for this client, if we know it; else what somebody suspects of it already."""
    if component is None:
        return None
    down = Interruption.objects.filter(
        state__in=DOWN,
        affected__organisation=organisation,
        impacts__component=component,
        impacts__ended_at=None,
    )
    suspected = Interruption.objects.filter(state=State.SUSPECTED, suspicions__component=component)
    return down.order_by("pk").first() or suspected.order_by("pk").first()
