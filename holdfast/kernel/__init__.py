"""Actor, clock, refusal, facts and their trail, live hints, safe text: what every floor above stands on.

It knows no word of the domain: a fact is any frozen dataclass, and `project.wiring` alone says what follows it.
"""
