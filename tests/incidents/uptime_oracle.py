"""Uptime by looking at every second, one after the other: slow, and simple enough to be believed."""

from collections import Counter

from holdfast.incidents.impact import Level
from holdfast.incidents.uptime import WEIGHTS

UP, UNKNOWN, EXCLUDED = "up", "unknown", "excluded"


def covers(stretch, at):
    return stretch.start <= at and (stretch.end is None or at < stretch.end)


def state_of_component(use, evidence, at):
    """What the client of that use had of its component in the second that begins at `at`."""
    states = [UP]
    for silence in evidence.silences:
        if silence.component == use.component and covers(silence, at):
            states.append(UNKNOWN)
    for interval in evidence.intervals:
        if interval.component != use.component or not covers(interval, at):
            continue
        if interval.clients is not None and use.client not in interval.clients:
            continue
        if interval.place and use.place and interval.place != use.place:
            continue
        if interval.excluded_because:
            states.append(EXCLUDED)
        elif interval.level == Level.MAINTENANCE:
            told = any(
                notice.maintenance == interval.maintenance
                and notice.client == use.client
                and covers(notice, at)
                for notice in evidence.kept_notices
            )
            states.append(EXCLUDED if told else 100)
        elif WEIGHTS.get(interval.level):
            states.append(WEIGHTS[interval.level])
    return worst(states)


def worst(states):
    return max(states, key=[UP, UNKNOWN, EXCLUDED, *range(1, 101)].index)


def seconds_of_client(client, evidence, seconds, *, any_down_is_down):
    """Seconds by state, of the client as a whole or added up over its components."""
    tally = Counter()
    for at in seconds:
        by_component = {}
        for use in evidence.uses:
            if use.client == client and covers(use, at):
                by_component.setdefault(use.component, []).append(state_of_component(use, evidence, at))
        states = [worst(found) for found in by_component.values()]
        tally.update([worst(states)] if states and any_down_is_down else states)
    return tally
