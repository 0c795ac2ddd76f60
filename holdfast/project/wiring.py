"""All that follows anything, in order, on one page.

A fact that is not named here is silent: the trail keeps it, and nothing follows.
"""

from __future__ import annotations

from holdfast.kernel.facts import Follow
from holdfast.notices import facts as notice
from holdfast.procedure import facts as step
from holdfast.promises import notices as promise_notices
from holdfast.promises import reactions as promises
from holdfast.tickets import facts as ticket
from holdfast.tickets import notices as ticket_notices
from holdfast.tickets import reactions as tickets

WIRING: dict[type, Follow] = {
    # tickets
    ticket.TicketOpened: Follow(now=(promises.promise_on_opening, promise_notices.acknowledge)),
    ticket.TicketAcknowledged: Follow(now=(promises.keep_acknowledgement,)),
    ticket.MessageArrived: Follow(now=(promises.hear_client,)),
    ticket.MessageSent: Follow(now=(promises.count_public_message, ticket_notices.tell_of_message)),
    ticket.PriorityConfirmed: Follow(now=(promises.settle_first_priority,)),
    ticket.PriorityChanged: Follow(now=(promises.follow_priority, promise_notices.tell_of_priority)),
    ticket.TicketAssigned: Follow(now=(ticket_notices.tell_assignee,)),
    ticket.TicketResolved: Follow(now=(promises.end_with_resolution,)),
    ticket.TicketReopened: Follow(now=(promises.promise_again,)),
    ticket.TicketMerged: Follow(now=(promises.merge_promises,)),
    # the procedure
    step.HandedOver: Follow(now=(promises.promise_engineering,)),
    step.HandOverTaken: Follow(now=(promises.keep_engineering,)),
    step.VerdictGiven: Follow(now=(promises.promise_to_tell_of_rejection,)),
    step.HandOverForApprovalAccepted: Follow(now=(promises.rest_with_client,)),
    step.ClientApproved: Follow(now=(promises.keep_turnaround,)),
    step.ClientRefused: Follow(now=(promises.take_back,)),
    # notices
    notice.NoticeAccepted: Follow(
        now=(tickets.note_acknowledgement, promises.count_acceptance, promises.keep_account_manager)
    ),
    notice.NoticeBounced: Follow(now=(promises.undo_acceptance,)),
}
