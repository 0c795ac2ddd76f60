"""Why a mail is held, in quarantine or left aside: stable codes, each with its words for whoever judges it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Reason(StrEnum):
    # held
    DMARC_FAILED = "dmarc_failed"
    TWO_SENDERS = "two_senders"
    NO_SENDER = "no_sender"
    STAFF_UNPROVEN = "staff_unproven"
    STAFF_NOT_ON_TICKET = "staff_not_on_ticket"
    PERSON_INACTIVE = "person_inactive"
    OUR_NAME = "our_name"
    REFUSED = "refused"
    # quarantined
    UNREADABLE = "unreadable"
    FAILED_AGAIN = "failed_again"
    BOUNCE_UNMATCHED = "bounce_unmatched"
    TOO_LARGE = "too_large"
    # left aside
    OUR_OWN = "our_own"
    RECEIPT = "receipt"
    STAFF_MACHINE = "staff_machine"
    # done, without a message of its own
    BOUNCE = "bounce"
    DELAY = "delay"
    DOUBLE = "double"
    # left aside
    DROPPED_BY_PERSON = "dropped_by_person"


WORDS: Final[dict[Reason, str]] = {
    Reason.DMARC_FAILED: "Our relay says that this mail does not come from the domain it names (DMARC failed).",
    Reason.TWO_SENDERS: "It names more than one sender, so nobody speaks in it for certain.",
    Reason.NO_SENDER: "It names no sender, so nobody could be answered.",
    Reason.STAFF_UNPROVEN: "It is in the name of one of your people, and nothing proves that they sent it.",
    Reason.STAFF_NOT_ON_TICKET: "One of your people answers a ticket without the address that was made for them.",
    Reason.PERSON_INACTIVE: "It is in the name of a person whose account is closed.",
    Reason.OUR_NAME: (
        "It is sent in the name of our own address, and it is no mail that we sent: a mailing list may have put "
        "our address in the place of its sender's."
    ),
    Reason.REFUSED: "The rules of the ticket refused it.",
    Reason.UNREADABLE: "It could not be read.",
    Reason.FAILED_AGAIN: "Putting it on a ticket failed each time.",
    Reason.BOUNCE_UNMATCHED: "A failure notice about no mail that we know of.",
    Reason.TOO_LARGE: "It is larger than 50 MB; the mail itself is still in the mailbox.",
    Reason.OUR_OWN: "Our own mail came back.",
    Reason.RECEIPT: "A receipt or report about no ticket.",
    Reason.STAFF_MACHINE: "An automatic answer of one of your people's mailboxes.",
    Reason.BOUNCE: "A failure notice; it is noted at the letter that failed.",
    Reason.DELAY: "A mail server says that a letter of ours is late, or has arrived; it is noted there.",
    Reason.DOUBLE: "The same mail had come before.",
    Reason.DROPPED_BY_PERSON: "Somebody judged that it needs no ticket.",
}
