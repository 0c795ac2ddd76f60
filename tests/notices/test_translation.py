"""Mails and help pages can be translated: no template holds bare words; a catalogue of the operator's is used."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import trans_real

from holdfast.notices.letters import Reader
from holdfast.notices.mail import write_mail
from holdfast.notices.sender import the_sender
from holdfast.people.models import Person
from tests.notices.letters import row, tell
from tests.notices.test_mail import parsed, words

ROOT = Path(__file__).parents[2] / "holdfast"
TEMPLATES = sorted([*ROOT.glob("*/templates/notices/*.*"), *ROOT.glob("help/templates/help/*.html")])
MARKED = re.compile(
    r"""\{%\s*translate\s.*?%\} | \{%\s*blocktranslate.*?%\}.*?\{%\s*endblocktranslate\s*%\} | \{\#.*?\#\}
        | \{%\s*block\ main_class\s*%\}\w+
        | \{%.*?%\} | \{\{.*?\}\} | <style>.*?</style> | <!doctype.*?> | <[^>]*> | &\w+;""",
    re.S | re.X | re.I,
)


def bare_words(template: str) -> list[str]:
    return re.findall(r"[A-Za-z]{2,}", MARKED.sub(" ", template))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parts[-4]}/{path.name}")
def test_no_template_of_a_mail_or_of_help_holds_words_that_are_not_marked(path: Path) -> None:
    assert bare_words(path.read_text()) == []


def test_the_rule_finds_bare_words_and_lets_marked_ones_be() -> None:
    assert bare_words('<p class="soft">It is late: {{ name }}</p>') == ["It", "is", "late"]
    assert (
        bare_words(
            '{% translate "It is late" %} {% blocktranslate trimmed %}by {{ x }}{% endblocktranslate %}'
        )
        == []
    )


def catalogue(words: dict[str, str]) -> bytes:
    """A compiled gettext catalogue (.mo) of these words."""
    entries = sorted({"": "Content-Type: text/plain; charset=UTF-8\n", **words}.items())
    count, names, values = len(entries), b"", b""
    index: list[tuple[int, int, int, int]] = []
    for name, value in entries:
        told, said = name.encode(), value.encode()
        index.append((len(told), len(names), len(said), len(values)))
        names, values = names + told + b"\0", values + said + b"\0"
    start = 28 + count * 16
    tables = b"".join(struct.pack("<II", a, start + b) for a, b, _, _ in index)
    tables += b"".join(struct.pack("<II", c, start + len(names) + d) for _, _, c, d in index)
    return struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + count * 8, 0, 0) + tables + names + values


def install(compiled: bytes, folder: Path, monkeypatch: pytest.MonkeyPatch, *, language: str = "de") -> None:
    """Make it that language of this installation."""
    into = folder / language / "LC_MESSAGES"
    into.mkdir(parents=True)
    (into / "django.mo").write_bytes(compiled)
    monkeypatch.setattr(settings, "LOCALE_PATHS", [folder])
    monkeypatch.setattr(trans_real, "_translations", {})


def test_a_catalogue_in_the_installations_folder_speaks_to_whoever_reads_that_language(
    mara: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {
        "We have your request.": "Ihre Anfrage ist da.",
        "What we promise:": "Das versprechen wir:",
        "by %(due)s": "bis %(due)s",
    }
    install(catalogue(said), tmp_path, monkeypatch)
    mara.language = "de"
    mara.save()
    promised = [{"title": "Turnaround", "due_at": "2026-11-25T12:00:00+00:00", "state": "running"}]
    values = {"subject": "Drucker", "reference": "AAAA-BBBB-CCCC", "promised": promised}
    notice = tell(readers=[Reader(mara, to_client=True)], kind="acknowledgement", said=values)
    mail = parsed(write_mail(notice, row(notice, mara), the_sender()).message)
    text = words(mail, "plain").replace("\r\n", "\n")
    assert "Ihre Anfrage ist da. Its reference is AAAA-BBBB-CCCC." in text
    assert "Das versprechen wir:\n- Turnaround: bis Wed 25 November" in text
    assert "You can answer this mail" in text  # what a catalogue lacks stays English


def test_a_question_says_that_the_clock_stands_still_for_the_answer(mara: Person) -> None:
    values = {"text": "Which browser?", "author": "Ana Kos", "portal_url": "", "escalation_url": ""}
    notice = tell(mara, kind="question", is_automatic=False, said=values)
    mail = parsed(write_mail(notice, row(notice, mara), the_sender()).message)
    for subtype in ("plain", "html"):
        assert "until it comes, our clock stands still" in words(mail, subtype)


PROMISED = [{"title": "Turnaround", "due_at": "2026-11-25T12:00:00+00:00", "state": "running"}]
LITERAL = (
    "bis {due.__class__}",
    "bis {{ vendor_phone.__class__ }}",
    "bis {%% debug %%}",
    "bis {0.__class__}",
)
UNFIT = (
    "bis %(due.__class__)s",
    "bis %(settings)s",
    "bis %d",
    "bis %(due)d",
    "bis %",
    "bis %(due",
    "bis %(due)s %s",
)


def acknowledged_in_german(mara: Person, compiled: bytes, folder: Path, patch: pytest.MonkeyPatch) -> str:
    """The text of the acknowledgement that Mara gets in the German of that catalogue."""
    install(compiled, folder, patch)
    mara.language = "de"
    mara.save()
    values = {"subject": "Drucker", "reference": "AAAA-BBBB-CCCC", "promised": PROMISED}
    notice = tell(readers=[Reader(mara, to_client=True)], kind="acknowledgement", said=values)
    mail = parsed(write_mail(notice, row(notice, mara), the_sender()).message)
    assert "AAAA-BBBB-CCCC" in words(mail, "html")
    return words(mail, "plain")


@pytest.mark.parametrize("said", LITERAL)
def test_t38_a_catalogue_walks_no_attributes_and_runs_no_tags(
    mara: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    text = acknowledged_in_german(mara, catalogue({"by %(due)s": said}), tmp_path, monkeypatch)
    assert f"- Turnaround: {said.replace('%%', '%')}" in text


@pytest.mark.parametrize("said", UNFIT)
def test_t38_a_catalogue_whose_marks_do_not_fit_is_left_for_english_and_the_mail_leaves(
    mara: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    text = acknowledged_in_german(mara, catalogue({"by %(due)s": said}), tmp_path, monkeypatch)
    assert "- Turnaround: by Wed 25 November" in text
    assert "class" not in text


@pytest.mark.parametrize("compiled", [b"", b"no catalogue", catalogue({"x": "y"})[:40], b"\xff" * 400])
def test_t38_a_broken_catalogue_is_left_for_english_and_the_mail_leaves(
    mara: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compiled: bytes
) -> None:
    text = acknowledged_in_german(mara, compiled, tmp_path, monkeypatch)
    assert "- Turnaround: by Wed 25 November" in text


@pytest.mark.parametrize(
    "said", ["Anfrage %(nothing)s", "Anfrage %(reference)d", "%(reference)s\r\nBcc: x@evil.example"]
)
def test_t38_a_subject_that_does_not_fit_keeps_no_notice_from_being_written(
    stranger: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    install(catalogue({"Your request %(reference)s": said}), tmp_path, monkeypatch)
    stranger.language = "de"
    stranger.save()
    notice = tell(stranger, kind="acknowledgement", said={"reference": "AAAA-BBBB-CCCC"})
    mail = parsed(write_mail(notice, row(notice, stranger), the_sender()).message)
    assert "AAAA-BBBB-CCCC" in str(mail["Subject"])
    assert mail["Bcc"] is None
