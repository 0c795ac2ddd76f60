"""What `holdfast check` says about what leaves: mail, and by other channels."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from holdfast.carriers.choice import choose_carrier
from holdfast.carriers.outcome import Result
from holdfast.carriers.relay_address import BadRelay
from holdfast.carriers.wires import VOICE, choose_wires
from holdfast.kernel import clock
from holdfast.kernel.finding import Finding
from holdfast.notices.queries import counts_by_state, oldest_waiting
from holdfast.vendor.models import the_vendor

LATE: Final = timedelta(minutes=5)


def check_mail_out() -> Finding:
    """Whether the relay takes mail now; waits for its answer for up to half a minute."""
    try:
        carrier = choose_carrier(demo_sink=the_vendor().demo_sink)
    except BadRelay as wrong:
        return Finding(False, str(wrong))
    outcome = carrier.probe()
    return Finding(outcome.result is Result.ACCEPTED, outcome.reason)


def check_other_channels() -> Finding:
    """Whether each provider that is set takes something now; one that is not set is no fault."""
    wires = choose_wires(demo_sink=the_vendor().demo_sink)
    probed = [wire.probe() for channel, wire in wires.items() if channel != VOICE]  # one account with texts
    is_well = all(outcome.result in (Result.ACCEPTED, Result.KEPT) for outcome in probed)
    return Finding(is_well, " ".join(dict.fromkeys(outcome.reason for outcome in probed)))


def check_oldest_waiting() -> Finding:
    """Whether what is due leaves soon, and how much is kept, failed or bounced."""
    waited = oldest_waiting(clock.now())
    counts = {state: number for state, number in counts_by_state().items() if number}
    tally = ", ".join(f"{number} {state}" for state, number in sorted(counts.items())) or "nothing waits"
    if waited is not None and waited > LATE:
        minutes = int(waited.total_seconds() // 60)
        return Finding(False, f"The oldest notice that is due waits for {minutes} min ({tally}).")
    return Finding(True, f"No notice is late ({tally}).")
