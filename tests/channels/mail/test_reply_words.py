"""Not one new word is lost, whatever a mail program puts under it (T40)."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.channels.mail.reading.message import read_message
from tests.channels.mail.corpus.plain_replies import ATTRIBUTIONS, HEADERS

_WORDS = [
    "please",
    "thank",
    "you",
    "the",
    "disk",
    "is",
    "full",
    "since",
    "Monday",
    "12:30",
    "error",
    "404",
    "see",
    "www.client.example/x",
    "and",
    "On",
    "we",
    "wrote:",
    "from",
    "To",
    "Subject",
    ">",
    "<",
    "--",
    "___",
    "*",
    ":",
    "Re",
    "5",
    "Jan",
    "2026",
    "yes",
    "no",
    "grün",
    "дом",
    "日本",
    "a@b.example",
]
_LINE = st.lists(st.sampled_from(_WORDS), min_size=0, max_size=9).map(" ".join)
_OWN = st.lists(_LINE, min_size=1, max_size=8).filter(lambda lines: any(line.strip() for line in lines))
_HEAD = "From: a@x.example\nSubject: Re: Ticket\nIn-Reply-To: <1@x.example>\nContent-Type: text/plain; charset=utf-8\n\n"


def _begins_no_history(lines: list[str]) -> bool:
    """Whether the made-up lines happen to be a quote or an attribution themselves."""
    return not any(
        line.lstrip().startswith((">", "＞"))
        or line.rstrip().endswith((":", ": *", "wrote"))
        or ("wrote" in line and ("2026" in line or "@" in line))
        for line in lines
    )


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
@given(_OWN.filter(_begins_no_history), st.sampled_from(sorted(ATTRIBUTIONS)))
def test_t40_words_above_a_marked_quote_are_kept_and_the_quote_goes(lines: list[str], client: str) -> None:
    own = "\n".join(lines)
    raw = f"{_HEAD}Dear team,\n{own}\n\n{ATTRIBUTIONS[client]}\n> zzquoted line\n> zzquoted end\n"
    found = read_message(raw.encode()).reply_text
    assert [word for word in own.split() if word not in found.split() and any(map(str.isalnum, word))] == []
    assert "zzquoted" not in found


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
@given(_OWN.filter(_begins_no_history), st.sampled_from(sorted(HEADERS)))
def test_t40_words_above_a_header_block_are_kept_and_the_block_goes(lines: list[str], client: str) -> None:
    own = "\n".join(lines)
    raw = f"{_HEAD}Dear team,\n{own}\n\n{HEADERS[client]}\n\n> zzquoted line\n"
    found = read_message(raw.encode()).reply_text
    assert [word for word in own.split() if word not in found.split() and any(map(str.isalnum, word))] == []
    assert "zzquoted" not in found


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
@given(_OWN.filter(_begins_no_history), _OWN.filter(_begins_no_history))
def test_t40_answers_between_quotes_are_kept(first: list[str], second: list[str]) -> None:
    above, below = "\n".join(first), "\n".join(second)
    raw = f"{_HEAD}On Mon, 5 Jan 2026 at 10:00, X <x@x.example> wrote:\n> one\n\nWell, {above}\n\n> two\n\nAnd {below}\n"
    found = read_message(raw.encode()).reply_text.split()
    assert [word for word in f"{above} {below}".split() if word not in found] == []


@settings(max_examples=80, deadline=None)
@given(_OWN)
def test_t40_a_mail_that_answers_nothing_keeps_all_its_words(lines: list[str]) -> None:
    own = "\n".join(line for line in lines if not ("wrote" in line and ("2026" in line or "@" in line)))
    raw = f"From: a@x.example\nSubject: Disk\nContent-Type: text/plain; charset=utf-8\n\nHello,\n{own}\n"
    found = read_message(raw.encode()).reply_text.split()
    assert [word for word in own.split() if word not in found] == []


def test_t40_the_whole_text_is_always_there_beside_the_new_words() -> None:
    found = read_message(
        f"{_HEAD}New.\n\nOn Mon, 5 Jan 2026 at 10:00, X <x@x.example> wrote:\n> old\n".encode()
    )
    assert "old" in found.text
    assert found.reply_text == "New."
