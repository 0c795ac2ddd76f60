"""What duty does when something happens below it."""

from __future__ import annotations

from holdfast.duty.actions.opening import Call, page_somebody
from holdfast.duty.actions.paging import go_on_after
from holdfast.duty.models import Cause, Layer, Rota
from holdfast.duty.notices import PAGE, duty_url
from holdfast.kernel.facts import Recorded
from holdfast.notices.facts import ChannelGaveWay, EveryChannelFailed
from holdfast.notices.models import Delivery, Lane
from holdfast.people.facts import PersonLetIn, PersonShutOut, RolesChanged


def go_on_after_failure(told: Recorded[ChannelGaveWay]) -> None:
    """A step that reached nobody is followed by the next one at once (T63)."""
    fact = told.fact
    if fact.kind == PAGE and not fact.next_channel:
        delivery = Delivery.objects.select_related("notice").get(pk=fact.delivery)
        go_on_after(delivery, trouble=fact.trouble, at=told.at)


def page_for_failed_channels(told: Recorded[EveryChannelFailed]) -> None:
    """A contact of a client who can be reached by no channel in an emergency pages somebody (ledger rule 5)."""
    fact = told.fact
    delivery = Delivery.objects.select_related("notice").get(pk=fact.delivery)
    if not fact.to_client or delivery.lane > Lane.UPDATE:
        return
    who = delivery.name or delivery.shown_address
    call = Call(
        event=f"channels-{fact.notice}-{fact.person or fact.delivery}",
        cause=Cause.CHANNELS_FAILED,
        about=delivery.about,
        words=f"Nothing reaches {who}: every channel failed for “{delivery.subject}”",
        url=duty_url(),
    )
    page_somebody([call], at=told.at)


def look_for_gaps_again(told: Recorded[PersonShutOut | PersonLetIn | RolesChanged]) -> None:
    """Whoever has duty and may enter no more leaves gaps; the managers are told ahead (T80)."""
    rotas = Layer.objects.filter(persons__contains=[told.fact.person]).values("rota")
    Rota.objects.filter(pk__in=rotas).update(looked_at=None)
