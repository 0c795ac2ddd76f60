"""Who is on duty now, per team and level, round the clock; and paging: the one on duty, then the next, until acknowledged.

It owns rotas, what is changed in them for a while, gaps, the ways in which a person is paged, and pages with each of
their steps. It refuses to know what pages are about: whoever finds that somebody must be woken says so in words.
"""
