"""Mails of the corpus with bytes put in, taken out, changed, doubled, or cut off (T29)."""

from random import Random

from tests.channels.mail.corpus.catalogue import MODULES

EVERY = [case.raw for module in MODULES for case in module.CASES]


def mutated(raw: bytes, chance: Random) -> bytes:
    data = bytearray(raw)
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(data) + 1)
        match chance.randrange(5):
            case 0:
                data[place:place] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 6)))
            case 1:
                del data[place : place + chance.randint(1, 30)]
            case 2 if place < len(data):
                data[place] = chance.randrange(256)
            case 3:
                start = chance.randrange(len(data) + 1)
                data[place:place] = data[start : start + 60]
            case _:
                data = data[: max(10, place)]
        if not data:
            data = bytearray(b"x")
    return bytes(data)
