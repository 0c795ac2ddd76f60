"""The asset pipeline keeps its budgets, serves for good what is hashed, and leaves nothing out."""

import json
import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from holdfast.look import assets
from holdfast.look.kinds import MODULES, SHEETS
from holdfast.look.serving import Assets

CSS_BUDGET = 16 * 1024
JS_BUDGET = 14 * 1024
LAYERS = {"components": "@layer components {", "layout": "@layer layout {"}
WHERE = {"static_url": "/static/", "as_they_lie": False}


@pytest.mark.parametrize("kind", SHEETS)
def test_each_stylesheet_travels_within_its_budget(kind: str) -> None:
    assert len(brotli.compress(assets.sheet(kind).content)) <= CSS_BUDGET


@pytest.mark.parametrize("kind", MODULES)
def test_the_scripts_of_each_page_travel_within_their_budget(kind: str) -> None:
    names = [kind, *MODULES[kind]]
    assert sum(len(brotli.compress(assets.script(name).content)) for name in names) <= JS_BUDGET


def test_every_stylesheet_is_used_and_every_used_one_exists() -> None:
    lying = {str(each.relative_to(assets.SOURCE)) for each in assets.SOURCE.rglob("*.css")}
    assert {name for names in SHEETS.values() for name in names} == lying


def test_no_stylesheet_is_joined_twice() -> None:
    for names in SHEETS.values():
        assert len(set(names)) == len(names)


def test_every_script_is_small_and_on_some_page() -> None:
    lying = {each.stem: each for each in (assets.SOURCE / "js").glob("*.js")}
    assert {*MODULES, *(name for names in MODULES.values() for name in names)} == set(lying)
    assert {
        name: len(file.read_text().splitlines())
        for name, file in lying.items()
        if len(file.read_text().splitlines()) > 60
    } == {}


def test_what_a_script_imports_is_on_every_page_that_loads_it() -> None:
    for kind, names in MODULES.items():
        beside = (
            MODULES["desk"] if kind in ("chats", "editor") else ()
        )  # pages of the desk with more of its own
        for name in (kind, *names):
            wanted = re.findall(r'(?:from|import) "holdfast/([\w-]+)"', assets.script(name).content.decode())
            assert set(wanted) <= {*names, *beside}, (kind, name)


def test_styles_lie_in_layers_and_take_colours_from_the_tokens_alone() -> None:
    raw = re.compile(
        r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|color)\(|oklch\((?!from)|\b(?:white|black|red|grey|gray)\b(?!-)",
        re.I,
    )
    for file in assets.SOURCE.rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.S)
        if file.name != "tokens.css":
            assert raw.findall(text) == [], file.name
            assert text.strip().startswith(
                f"@layer {file.parent.name if file.parent.name in LAYERS else file.stem} {{"
            ), file.name


def test_the_import_map_names_every_module_by_its_hash() -> None:
    addresses = json.loads(assets.import_map(**WHERE))["imports"]
    assert re.fullmatch(r"/static/look/clocks\.[0-9a-f]{12}\.js", addresses["holdfast/clocks"])
    assert (
        json.loads(assets.import_map(static_url="/static/", as_they_lie=True))["imports"]["holdfast/clocks"]
        == "/static/js/clocks.js"
    )


def test_only_the_theme_line_and_the_import_map_may_run_inline() -> None:
    allowed = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["script-src"]
    assert set(allowed) == {"'self'", *assets.inline_script_hashes(**WHERE)}


def test_what_is_published_is_served_compressed_and_for_good(tmp_path: Path) -> None:
    served = Assets(lambda request: HttpResponse(status=404), _settings(tmp_path))
    for asset in assets.everything():
        answer = served(_request(f"/static/{asset.name}", "br"))
        assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"
        assert answer.headers["Content-Encoding"] == "br"
        assert brotli.decompress(b"".join(answer)) == asset.content
    plain = served(_request(f"/static/{assets.sheet('desk').name}", "identity"))
    assert (plain.headers["Content-Type"], b"".join(plain)) == (
        'text/css; charset="utf-8"',
        assets.sheet("desk").content,
    )


def test_the_settings_serve_the_assets_as_published() -> None:
    assert "holdfast.look.serving.Assets" in settings.MIDDLEWARE


def test_publishing_again_writes_nothing(tmp_path: Path) -> None:
    assets.publish(tmp_path)
    before = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*")}
    assets.publish(tmp_path)
    assert {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*")} == before


def _request(path: str, encoding: str) -> HttpRequest:
    return RequestFactory().get(path, headers={"Accept-Encoding": encoding})


class _Told:
    """Settings with a place of their own for what is published."""

    def __init__(self, folder: Path) -> None:
        self.STATIC_ROOT = folder
        self.DEBUG = False
        self.WHITENOISE_USE_FINDERS = False

    def __getattr__(self, name: str) -> object:
        return getattr(settings, name)


def _settings(folder: Path) -> _Told:
    return _Told(folder)
