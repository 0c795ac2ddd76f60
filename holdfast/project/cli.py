"""The command line of Holdfast: each command loads only what it needs."""

import os
import select
import sys
from collections.abc import Callable
from typing import Literal, NamedTuple

from holdfast.project import environment
from holdfast.project.surroundings import adopt_surroundings, require_database
from holdfast.project.trouble import Trouble

Run = Callable[[list[str]], int | None]


class Command(NamedTuple):
    """What a command is for, and what it does with the words after it; returns the exit status."""

    about: str
    run: Run
    takes: str | None = ""  # what may follow, as its usage names it; None: Django reads the words, and --help
    joins: bool = (
        True  # takes what an installation that runs was told; not `up`, nor what its next start reads
    )
    database: Literal["", "named", "there"] = ""  # what it can't begin without; some wait for one to answer
    signs: bool = False  # sessions or links, so it needs the key that all parts share
    reads: bool = True  # what the machine says; a contract on standard input has no use for it


def _up(words: list[str]) -> int:
    from holdfast.project.supervisor import up

    return up(demo="--demo" in words)


def _web(_: list[str]) -> None:
    from holdfast.project.web import serve

    serve()


def _worker(words: list[str]) -> None:
    from holdfast.project.worker import work

    work(parts={"worker", "mail"} if "--with-mail" in words else {"worker"})


def _mail(_: list[str]) -> None:
    from holdfast.project.worker import work

    work(parts={"mail"})


def _prepare(words: list[str]) -> None:
    from holdfast.project.prepare import prepare

    prepare(demo="--demo" in words)


def _check(_: list[str]) -> int:
    from holdfast.project.checks import check_everything

    return check_everything()


def _keys_list(_: list[str]) -> None:
    from holdfast.project.key_rotation import list_keys

    list_keys()


def _keys_rotate(words: list[str]) -> None:
    from holdfast.project.key_rotation import rotate

    rotate(words)


def _keys_retire(_: list[str]) -> None:
    from holdfast.project.key_rotation import retire

    retire()


def _calendar_eval(_: list[str]) -> int | None:
    from holdfast.calendars.evaluate import main

    return main(sys.stdin, sys.stdout)


def _mail_inspect(_: list[str]) -> int | None:
    from holdfast.channels.mail.reading.inspect import main

    return main(sys.stdin.buffer, sys.stdout.buffer)


def _status_export(words: list[str]) -> int:
    from holdfast.project.status_export.running import export_once

    return export_once(words)


def _django(name: str) -> Run:
    def run(words: list[str]) -> None:
        import django
        from django.apps import apps
        from django.core.management import ManagementUtility

        if not apps.ready:
            django.setup()
        command = ManagementUtility(["holdfast"]).fetch_command(name.replace(" ", "_"))
        command.run_from_argv(["holdfast", name, *words])

    return run


def _manage(words: list[str]) -> None:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["holdfast", *words])


COMMANDS = {
    "up": Command(
        "start everything, and stop it with Ctrl-C (--demo for an invented world)",
        _up,
        takes="[--demo]",
        joins=False,
    ),
    "web": Command(
        "run one web process; several may share a port on Linux", _web, database="named", signs=True
    ),
    "worker": Command(
        "run one worker: promises, notices, jobs (--with-mail: and the mail doors)",
        _worker,
        takes="[--with-mail]",
        database="named",
        signs=True,
    ),
    "mail": Command("run the mail doors apart from the worker", _mail, database="named", signs=True),
    "prepare": Command(
        "make the database ready for this version, as `up` does first",
        _prepare,
        takes="[--demo]",
        database="named",
        signs=True,
    ),
    "migrate": Command("bring the tables up to date", _django("migrate"), takes=None, database="there"),
    "check": Command("say what is wrong with this installation", _check),
    "keys list": Command("show the keys that count, by their marks", _keys_list, joins=False),
    "keys rotate": Command(
        "sign with a new key from the next start (--accept-for DAYS: how long the present one counts)",
        _keys_rotate,
        takes="[--accept-for DAYS]",
        joins=False,
    ),
    "keys retire": Command("let no former key count from the next start", _keys_retire, joins=False),
    "calendar eval": Command("business time for JSON lines on standard input", _calendar_eval, reads=False),
    "mail inspect": Command(
        "read one raw mail on standard input, answer in JSON", _mail_inspect, reads=False
    ),
    "mail ingest": Command(
        "take in mail from FILE, -, a Maildir or an mbox",
        _django("mail ingest"),
        takes=None,
        database="there",
        signs=True,
    ),
    "console token": Command(
        "make a token as a product does, to try out its support link: CONSOLE EMAIL",
        _django("console token"),
        takes=None,
        database="there",
    ),
    "clients import": Command(
        "import clients, components or use from a CSV file (--dry-run: only say what would change)",
        _django("clients import"),
        takes=None,
        database="there",
    ),
    "policy check": Command(
        "check a policy file as if it were to be published", _django("policy check"), takes=None
    ),
    "policy export": Command(
        "print the policy in force as a file", _django("policy export"), takes=None, database="there"
    ),
    "status export": Command(
        "write the public status page into DIR or s3://BUCKET/PREFIX, as files",
        _status_export,
        takes="DIR | s3://BUCKET/PREFIX",
        database="there",
    ),
    "help import": Command(
        "import articles as drafts from DIR or a ZIP of Markdown or HTML (--by ADDRESS)",
        _django("help import"),
        takes=None,
        database="there",
        signs=True,
    ),
    "help export": Command(
        "write every article into DIR as Markdown", _django("help export"), takes=None, database="there"
    ),
    "manage": Command("any command of Django's", _manage, takes=None),
}


def main(words: list[str]) -> int:
    """Run the command that the words name; returns the exit status."""
    for length in (2, 1):
        name = " ".join(words[:length])
        if len(words) >= length and name in COMMANDS:
            return _run(name, words[length:])
    asked_for_help = words in ([], ["--help"], ["-h"], ["help"])
    print(_usage(), file=sys.stdout if asked_for_help else sys.stderr)
    return 0 if asked_for_help else 2


def _run(name: str, words: list[str]) -> int:
    command = COMMANDS[name]
    asks_for_help = not {"-h", "--help"}.isdisjoint(words)
    if command.takes is not None and (asks_for_help or _strays(command.takes, words)):
        # before anything is done: `keys retire --help` retires nothing
        told = f"Usage: holdfast {f'{name} {command.takes}'.strip()}\n\n{command.about}"
        print(told, file=sys.stdout if asks_for_help else sys.stderr)
        return 0 if asks_for_help else 2
    try:
        if command.joins:
            adopt_surroundings()
        if command.reads:
            environment.read()
        if command.signs:
            environment.require_key()
        if command.database and not asks_for_help:
            require_database(answers=command.database == "there")
        return command.run(words) or 0
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except OSError as error:
        if error.filename is None:  # of no file that somebody named
            raise
        print(f"{error.filename}: {error.strerror}.", file=sys.stderr)
        return 1


def _strays(takes: str, words: list[str]) -> bool:
    """Whether there are words that a command does not take; a value that may follow it reads itself."""
    return not set(words) <= {takes.strip("[]")} if " " not in takes else False


def _nobody_reads() -> bool:
    """Whether whoever read what we print has gone, as `head` does when it has enough."""
    asked = select.poll()
    asked.register(sys.stdout, 0)
    return any(event & (select.POLLERR | select.POLLHUP) for _, event in asked.poll(0))


def run_as_program(words: list[str]) -> int:
    """What `bin/holdfast` does: it ends without a word when nobody reads what it prints any more."""
    try:
        status = main(words)
        sys.stdout.flush()
    except BrokenPipeError:
        if not _nobody_reads():
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python too flushes at its end
        return 1
    return status


def _usage() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {command.about}" for name, command in COMMANDS.items()]
    return "Usage: holdfast COMMAND …\n\n" + "\n".join(lines)


if __name__ == "__main__":
    sys.exit(run_as_program(sys.argv[1:]))
