"""What looks for faults of access finds them: in the light by any rule, in the dark by the colours."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.access import faults_of_access

PAGE = """
<!doctype html><html lang="en"><meta name="color-scheme" content="light dark"><title>Faults</title>
<style>
  .faint { color: #aaa }
  .lifted { position: absolute; top: 9em } .dark { width: 9em; height: 9em; background: #111 }
  @media (prefers-color-scheme: dark) { html { background: #222 } .sunk { color: #333 } .faint { color: #aaa } }
</style>
<main><h1>Faults</h1>%s</main>
<script>
  for (const each of document.querySelectorAll(".inside"))
    each.attachShadow({ mode: "open" }).innerHTML = '<p style="color: #bbb">Inside</p>'
</script>
"""


def test_a_picture_without_words_and_words_too_faint_for_their_ground_are_found(page: Page) -> None:
    alike = "<p>One</p><p>Two</p>"
    for shown, faults in [
        (alike + '<img src="data:,">', [("image-alt", '<img src="data:,">')]),
        (alike + '<p class="sunk">In the dark</p>', [("color-contrast", '<p class="sunk">In the dark</p>')]),
        (alike + '<p class="faint" hidden>Not seen</p>', []),
        (
            alike + '<p class="faint" hidden>Not seen</p><p class="faint">Seen</p>',
            [("color-contrast", '<p class="faint">Seen</p>')],
        ),
        (
            alike + '<p style="background: #111">On a ground</p>',
            [("color-contrast", '<p style="background: #111">On a ground</p>')],
        ),
        ('<p class="lifted">On anything</p>', []),
        (
            '<div class="lifted dark"></div><p class="lifted">On anything</p>',
            [("color-contrast", '<p class="lifted">On anything</p>')],
        ),
        (alike + '<p class="faint">As before</p>', [("color-contrast", '<p class="faint">As before</p>')]),
        (alike + '<div class="inside"></div>', [("color-contrast", '<p style="color: #bbb">Inside</p>')]),
    ]:
        page.set_content(PAGE % shown)
        found = [(rule, html.replace(' data-judged=""', "")) for rule, html in faults_of_access(page)]
        assert found == faults
