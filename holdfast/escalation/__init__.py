"""The ladder: climb it, tell a level, be answered; and the account manager, who is told of it all (D1 to D4).

It owns each step on the ladder. It refuses to know which promises break: `promises` says so, and climbs
through `actions.climbing.climb_automatically`.
"""
