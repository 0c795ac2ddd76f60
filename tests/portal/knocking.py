"""Whoever tries wrong passwords."""

from __future__ import annotations

from django.test import Client


def knock(address: str, times: int) -> None:
    """Print for each try what was told: `wrong` or `stopped`."""
    for number in range(times):
        said = {"login": address, "password": f"wrong {number}"}
        answer = Client().post("/account/login/", said, headers={"Host": f"host-{number}.example"})
        print("stopped" if b"Too many" in answer.content else "wrong", flush=True)
