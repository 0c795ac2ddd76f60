"""The support policy as data: clauses, scenarios, the ladder; drafted, checked, published, then never edited.

It does not know who is served under it, nor what became of its promises.
"""
