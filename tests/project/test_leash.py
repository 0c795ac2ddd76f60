import os
import signal
import subprocess
import sys
from pathlib import Path

LEASH = Path(__file__).resolve().parents[2] / "holdfast" / "project" / "leash.py"
PROGRAM = """
import signal, sys, time
signal.signal(signal.SIGINT, lambda *_: sys.exit(7))
print("ready", flush=True)
time.sleep(60)
"""


def on_a_leash() -> tuple["subprocess.Popen[str]", int]:
    """A program held as on systems without parent-death signals, and our end of its leash."""
    watched, held = os.pipe()
    command = [sys.executable, "-I", LEASH, str(watched), str(int(signal.SIGINT)), "{}"]
    held_program = subprocess.Popen(
        [*command, sys.executable, "-c", PROGRAM], pass_fds=[watched], stdout=subprocess.PIPE, text=True
    )
    os.close(watched)
    assert held_program.stdout is not None
    assert held_program.stdout.readline() == "ready\n"
    return held_program, held


def test_a_program_on_a_leash_is_signalled_when_its_holder_dies():
    program, held = on_a_leash()
    os.close(held)  # as the kernel does when we are killed
    assert program.wait(10) == 7


def test_a_program_on_a_leash_gets_the_signals_that_its_holder_sends():
    program, held = on_a_leash()
    program.send_signal(signal.SIGINT)
    assert program.wait(10) == 7
    os.close(held)
