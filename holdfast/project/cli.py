"""The command line of Holdfast: each command loads only what it needs."""

import sys
from collections.abc import Callable
from typing import NamedTuple

from holdfast.project import environment
from holdfast.project.surroundings import adopt_surroundings
from holdfast.project.trouble import Trouble

Run = Callable[[list[str]], int | None]


class Command(NamedTuple):
    """What a command is for, and what it does with the words after it; returns the exit status."""

    about: str
    run: Run
    joins: bool = (
        True  # takes what an installation that runs was told; not `up`, nor what its next start reads
    )
    signs: bool = False  # sessions or links, so it needs the key that all parts share
    reads: bool = True  # what the machine says; a contract on standard input has no use for it


def _up(words: list[str]) -> int:
    from holdfast.project.supervisor import up

    if set(words) - {"--demo"}:
        raise Trouble("bin/up takes one option, --demo, which loads a lively invented world.")
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


def _django(*first: str) -> Run:
    def run(words: list[str]) -> None:
        from django.core.management import execute_from_command_line

        execute_from_command_line(["holdfast", *first, *words])

    return run


COMMANDS = {
    "up": Command(
        "start everything, and stop it with Ctrl-C (--demo for an invented world)", _up, joins=False
    ),
    "web": Command("run one web process; several may share a port on Linux", _web, signs=True),
    "worker": Command(
        "run one worker: promises, notices, jobs (--with-mail: and the mail doors)", _worker, signs=True
    ),
    "mail": Command("run the mail doors apart from the worker", _mail, signs=True),
    "prepare": Command("make the database ready for this version, as `up` does first", _prepare, signs=True),
    "migrate": Command("bring the tables up to date", _django("migrate")),
    "check": Command("say what is wrong with this installation", _check),
    "keys list": Command("show the keys that count, by their marks", _keys_list, joins=False),
    "keys rotate": Command(
        "sign with a new key from the next start (--accept-for DAYS: how long the present one counts)",
        _keys_rotate,
        joins=False,
    ),
    "keys retire": Command("let no former key count from the next start", _keys_retire, joins=False),
    "calendar eval": Command("business time for JSON lines on standard input", _calendar_eval, reads=False),
    "mail inspect": Command(
        "read one raw mail on standard input, answer in JSON", _mail_inspect, reads=False
    ),
    "mail ingest": Command(
        "take in mail from FILE, -, a Maildir or an mbox", _django("mail_ingest"), signs=True
    ),
    "console token": Command(
        "make a token as a product does, to try out its support link: CONSOLE EMAIL", _django("console_token")
    ),
    "clients import": Command(
        "import clients, components or use from a CSV file (--dry-run: only say what would change)",
        _django("clients_import"),
    ),
    "policy check": Command("check a policy file as if it were to be published", _django("policy_check")),
    "policy export": Command("print the policy in force as a file", _django("policy_export")),
    "status export": Command(
        "write the public status page into DIR or s3://BUCKET/PREFIX, as files", _status_export
    ),
    "help import": Command(
        "import articles as drafts from DIR or a ZIP of Markdown or HTML (--by ADDRESS)",
        _django("help_import"),
        signs=True,
    ),
    "help export": Command("write every article into DIR as Markdown", _django("help_export")),
    "manage": Command("any command of Django's", _django()),
}


def main(words: list[str]) -> int:
    """Run the command that the words name; returns the exit status."""
    for length in (2, 1):
        command = COMMANDS.get(" ".join(words[:length]))
        if command is not None and len(words) >= length:
            return _run(command, words[length:])
    asked_for_help = words in ([], ["--help"], ["-h"], ["help"])
    print(_usage(), file=sys.stdout if asked_for_help else sys.stderr)
    return 0 if asked_for_help else 2


def _run(command: Command, words: list[str]) -> int:
    try:
        if command.joins:
            adopt_surroundings()
        if command.reads:
            environment.read()
        if command.signs:
            environment.require_key()
        return command.run(words) or 0
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1


def _usage() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {command.about}" for name, command in COMMANDS.items()]
    return "Usage: holdfast COMMAND …\n\n" + "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
