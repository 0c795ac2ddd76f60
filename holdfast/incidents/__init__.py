"""Interruptions of services and planned maintenance: whom they reach, what was told, until the cause is known (E1 to E7).

It knows services, clients and their emergency lists; of promises it knows nothing: it says what happened, and
`promises` above it makes and keeps them.
"""
