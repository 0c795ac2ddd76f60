"""Articles: written, looked at by a second person, published to those whom they are for, found, and kept right.

It owns categories, articles with their revisions, files within them, and the search. It knows nothing of tickets; the
doors bring both together.
"""
