"""CSV files as programs write them: encodings, separators, quotes; every row keeps its number."""

from __future__ import annotations

import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.catalogue.importing.kinds import COLUMNS, Kind
from holdfast.catalogue.importing.reading import MOST_ROWS, Table, read
from holdfast.kernel.cells import as_meant
from holdfast.kernel.refusal import Refused

LINE = "client,note\nMüller & Søn,Zürich\n"


def cells(table: Table) -> list[tuple[int, dict[str, str]]]:
    return [(row.number, row.cells) for row in table.rows]


@pytest.mark.parametrize(
    ("content", "is_guessed"),
    [
        (LINE.encode(), False),
        (codecs.BOM_UTF8 + LINE.encode(), False),
        (LINE.encode("utf-16"), False),
        (codecs.BOM_UTF16_BE + LINE.encode("utf-16-be"), False),
        (LINE.encode("utf-16-le"), False),
        (LINE.encode("utf-16-be"), False),
        (LINE.encode("cp1252"), True),
    ],
    ids=[
        "utf-8",
        "utf-8 marked",
        "utf-16",
        "utf-16-be",
        "utf-16-le unmarked",
        "utf-16-be unmarked",
        "cp1252",
    ],
)
def test_every_encoding_gives_the_same_and_a_guess_is_warned_of(content: bytes, is_guessed: bool) -> None:
    table = read(content)
    assert cells(table) == [(2, {"client": "Müller & Søn", "note": "Zürich"})]
    assert ("Windows-1252" in table.warning) is is_guessed


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_are_told_by_the_columns_and_quotes_hold_lines(separator: str, end: str) -> None:
    rows = ['Client;"Time Zone";NOTE', '"A; ""B"", Inc.";UTC;"one', 'two"', "", "C;;"]
    text = end.join(row if separator == ";" else row.replace(";", separator) for row in rows)
    name = f'A{separator} "B", Inc.'
    assert cells(read(text.encode())) == [
        (2, {"client": name, "time_zone": "UTC", "note": "one\ntwo"}),
        (4, {"client": "C", "time_zone": "", "note": ""}),
    ]


def test_a_row_that_only_names_the_separator_is_counted_and_empty_columns_at_the_end_are_none() -> None:
    table = read(b"sep=;\r\nservice;component;;\r\nChat;Routing;;\r\n")
    assert (table.kind, cells(table)) == (Kind.COMPONENTS, [(3, {"service": "Chat", "component": "Routing"})])


def test_wrong_rows_are_named_by_their_number_and_the_others_read() -> None:
    table = read(b'client,note\nA,b,c\nB\n\nC,d,,\nD,"open\n')
    assert [str(problem) for problem in table.problems] == [
        "row 2: It has 3 cells, and there are 2 columns.",
        "row 6: It cannot be read from here on: unexpected end of data.",
    ]
    assert cells(table) == [(3, {"client": "B"}), (5, {"client": "C", "note": "d"})]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"name,mail\nA,b\n", "The first row names the columns"),
        (b"client,colour\nA,b\n", "no column .colour. .the 2. of the first row"),
        (b"client,client\nA,b\n", "stands there twice"),
        (b"component\nA\n", "needs the column .service."),
        (b"client,note\n\x81\x8d,x\n", "no encoding that we know"),
        (b"\xff\xfec\x00l\x00i", "no encoding that we know"),
        (b'"client\nA', "row 1: It cannot be read"),
        (b"client\n" + b"x\n" * (MOST_ROWS + 1), "50,000 rows at most"),
        (b"x" * (20 * 1024 * 1024 + 1), "20 MB at most"),
    ],
    ids=["empty", "strange", "unknown", "twice", "missing", "bytes", "cut", "open", "many", "large"],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words) as refused:
        read(content)
    assert refused.value.field == "file"


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"])).map(str.strip)
ROWS = st.lists(st.fixed_dictionaries({"client": CELL.filter(bool), "note": CELL}), max_size=8)


@given(ROWS, st.sampled_from(",;\t"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.booleans())
def test_what_a_program_wrote_is_read_cell_by_cell(
    rows: list[dict[str, str]], separator: str, encoding: str, quoted: bool
) -> None:
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    writer = csv.DictWriter(out, ["client", "note"], delimiter=separator, quoting=quoting)
    writer.writeheader()
    writer.writerows(rows)
    table = read(out.getvalue().encode(encoding))
    assert table.problems == ()
    assert [(row.number, row["client"], row["note"]) for row in table.rows] == [
        (number, as_meant(row["client"]).strip(), as_meant(row["note"]).strip())
        for number, row in enumerate(rows, start=2)
    ]


@given(st.binary(max_size=300) | st.binary(max_size=200).map(lambda tail: b"client,component,since\n" + tail))
def test_no_bytes_break_the_reading(content: bytes) -> None:
    try:
        table = read(content)
    except Refused as refused:
        assert refused.field == "file"  # noqa: PT017
        return
    numbers = [row.number for row in table.rows]
    assert numbers == sorted(set(numbers))
    allowed = {column.name for column in COLUMNS[table.kind]}
    assert all(set(row.cells) <= allowed for row in table.rows)
