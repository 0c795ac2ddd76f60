import os

import pytest

from holdfast.project import prepare
from holdfast.project.trouble import Trouble


def in_database(name: str, *, options: str = "") -> str:
    address, _, query = os.environ["DATABASE_URL"].partition("?")
    return f"{address.rpartition('/')[0]}/{name}?{query}{options}"


def test_a_database_of_somebody_else_is_refused_with_all_that_its_superuser_must_run():
    with pytest.raises(Trouble) as refused:
        prepare._require_usable(in_database("postgres"))
    words = str(refused.value)
    assert words.startswith("The database lacks pg_trgm, unaccent, citext, btree_gin (permission denied")
    assert "in database postgres: CREATE EXTENSION pg_trgm; CREATE EXTENSION unaccent; " in words


def test_a_role_that_may_make_no_tables_is_told_so_before_one_is_tried():
    elsewhere = in_database("holdfast", options="&options=-c%20search_path%3Dpg_catalog")
    with pytest.raises(
        Trouble, match=r"role holdfast may make no tables in database holdfast.*OWNER TO holdfast;"
    ):
        prepare._require_usable(elsewhere)


def test_a_database_that_is_not_there_is_waited_for_with_the_reason(monkeypatch, capsys):
    monkeypatch.setattr(prepare, "PATIENCE", 0.2)
    monkeypatch.setattr(prepare, "PAUSE", 0.01)
    with pytest.raises(Trouble, match=r'does not answer: .*database "nowhere" does not exist'):
        prepare._require_usable(in_database("nowhere"))
    assert "Waiting for the database of DATABASE_URL: " in capsys.readouterr().out
