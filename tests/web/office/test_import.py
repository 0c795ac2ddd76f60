"""The import at the office: a preview that writes nothing, a confirmation that writes it, files to begin with (T54)."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Page, expect

from holdfast.catalogue.actions.uses import say_use
from holdfast.catalogue.models import Use
from holdfast.clients.models import Organisation
from holdfast.project.demo.world import World
from tests.web.doors import At
from tests.web.office.test_journeys import Come

PATH = "/desk/clients/import/"
GOOD = "client,component,place,since\nSorrel Foods,Chat: Routing,Americas,2026-12-01\n"
WRONG = "client,component\nSorrel Foods,Chat: Widget\nSorrel Foods,Chat: EU\n"


def bring(door: Client, content: str | bytes) -> HttpResponse:
    raw = content if isinstance(content, bytes) else content.encode()
    return door.post(PATH, {"file": SimpleUploadedFile("file.csv", raw)})  # type: ignore[return-value]


def routed(world: World) -> QuerySet[Use]:
    """What the good file says."""
    routing = world.components["Chat: Routing"]
    return Use.objects.filter(organisation=world.sorrel, component=routing, place="Americas")


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_a_preview_writes_nothing_and_its_confirmation_writes_it_once(world: World, at_desk: At) -> None:
    door = at_desk(world.ines)
    shown = bring(door, GOOD)
    assert (shown.status_code, "Sorrel Foods, Chat: Routing in Americas" in text(shown)) == (200, True)
    assert not routed(world).exists()
    hidden = shown.context["hidden"]
    assert door.post(PATH, hidden).headers["Location"] == "/desk/services/"
    assert routed(world).count() == 1
    again = door.post(PATH, hidden)
    assert (again.status_code, "Nothing would change" in text(again)) == (409, True)


def test_what_changed_in_between_is_shown_before_it_is_written(world: World, at_desk: At) -> None:
    door = at_desk(world.ines)
    hidden = bring(door, GOOD).context["hidden"]
    say_use(world.sorrel, world.components["Chat: Routing"], place="Americas", by=world.corin)
    again = door.post(PATH, hidden)
    assert again.status_code == 409
    assert "something changed in between" in text(again)
    assert "<del>2026-11-24</del> 2026-12-01" in text(again)
    assert door.post(PATH, again.context["hidden"]).status_code == 302


def test_wrong_rows_are_listed_and_nothing_can_be_confirmed(world: World, at_desk: At) -> None:
    shown = bring(at_desk(world.ines), WRONG)
    assert shown.status_code == 422
    assert [(each.row, each.message) for each in shown.context["problems"]] == [
        (3, "There is no component “Chat: EU”.")
    ]
    assert "hidden" not in shown.context


def test_a_preview_is_confirmed_only_by_whoever_saw_it(world: World, at_desk: At) -> None:
    hidden = bring(at_desk(world.ines), GOOD).context["hidden"]
    for forged in ({**hidden, "proof": "x"}, {**hidden, "kept": "0" * 64}, {"kept": "../../etc/passwd"}):
        assert at_desk(world.ines).post(PATH, forged).status_code == 400
    assert at_desk(world.corin).post(PATH, hidden).status_code == 400


def test_what_is_no_file_of_ours_is_refused_at_the_field(world: World, at_desk: At) -> None:
    door = at_desk(world.ines)
    for answer in (door.post(PATH, {}), bring(door, b""), bring(door, "a,b\n"), bring(door, b"\x81\x8d\n")):
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])


def test_t54_no_cell_of_a_list_is_a_formula(world: World, at_desk: At) -> None:
    Organisation.objects.filter(pk=world.velda.pk).update(name="=cmd|' /C calc'!A0", note="@x")
    door = at_desk(world.ines)
    answer = door.get(f"{PATH}lists/clients/")
    rows = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert rows.startswith("\ufeffclient,time_zone,domains,account_manager,external_reference,note")
    assert "'=cmd|' /C calc'!A0,Europe/Berlin,velda.example,ines@pellucid.example,,'@x" in rows
    template = door.get(f"{PATH}templates/uses/")
    assert template.headers["Content-Disposition"] == 'attachment; filename="uses-template.csv"'


def is_sound(page: Page) -> None:
    """To axe, in both themes, and on a phone."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["target"]) for each in found] == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.set_viewport_size({"width": 1440, "height": 900})


def test_a_file_is_brought_mended_looked_at_and_written(world: World, visit: Come) -> None:
    window = visit(world.ines)
    page = window.open("/desk/clients/")
    page.get_by_role("link", name="Import").click()
    for content in (WRONG, GOOD):
        page.get_by_label("File", exact=True).set_input_files(
            {"name": "uses.csv", "mimeType": "text/csv", "buffer": content.encode()}
        )
        page.get_by_role("button", name="Show what would change").click()
        if content is WRONG:
            expect(page.get_by_role("region", name="Wrong rows")).to_contain_text("no component “Chat: EU”")
            is_sound(page)
            page.get_by_role("link", name="Bring it again").click()
    expect(page.get_by_role("region", name="Changes")).to_contain_text("Chat: Routing in Americas")
    is_sound(page)
    page.get_by_role("button", name="Write 1 change").click()
    expect(page.locator(".toast")).to_contain_text("The file is written: 1 new.")
    assert routed(world).exists()
    assert [each for each in window.troubles if "422" not in each] == []
