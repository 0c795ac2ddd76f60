"""A process of its own that tries wrong passwords: python -m tests.portal.knocking ADDRESS TIMES

Prints for each try what it was told: `wrong` or `stopped`.
"""

from __future__ import annotations

import sys

import django


def knock(address: str, times: int) -> None:
    from django.test import Client

    for number in range(times):
        said = {"login": address, "password": f"wrong {number}"}
        answer = Client().post("/account/login/", said, headers={"Host": f"host-{number}.example"})
        print("stopped" if b"Too many" in answer.content else "wrong", flush=True)


if __name__ == "__main__":
    django.setup()
    knock(sys.argv[1], int(sys.argv[2]))
