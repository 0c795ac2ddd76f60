"""The desk's line to the server, in a browser whose time is the test's: noticed when it falls silent, taken up at once."""

from __future__ import annotations

from playwright.sync_api import Browser

from holdfast.look import assets

_STAND_IN = """
Math.random = () => 0.5;
const lines = [], heard = [];
class EventSource extends EventTarget {
  constructor(url) { super(); Object.assign(this, { url, isOpen: true }); lines.push(this); }
  close() { this.isOpen = false; }
  stand() { this.onopen(); }
  bring(name, data) { this.dispatchEvent(new MessageEvent(name, { data })); }
}
"""
_LISTEN = """
let nth = 0;
const stream = new Stream(() => ++nth, { message: (data) => heard.push(data) }, (isUp) => heard.push(isUp));
const last = () => lines.at(-1);
const back = () => document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
const come = () => [lines.filter((each) => each.isOpen).map((each) => each.url), heard.splice(0)];
"""


def test_a_line_that_breaks_or_falls_silent_is_opened_anew_and_at_once_for_whoever_comes_back(
    browser: Browser,
) -> None:
    page = browser.new_page()
    page.clock.install()
    script = (assets.SOURCE / "js" / "stream.js").read_text("utf-8").replace("export ", "")
    page.add_script_tag(content=_STAND_IN + script + _LISTEN)

    def after(seconds: float, *steps: str) -> list[object]:
        """Which lines are open by then, and what was heard in between."""
        page.clock.run_for(int(seconds * 1000))
        return page.evaluate(f"() => {{ {';'.join(steps)}; return come(); }}")  # type: ignore[no-any-return]

    restored = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
    assert after(0, restored, "back()") == [[], []], "nobody has opened it yet"
    assert after(0, "stream.open()", "last().stand()") == [[1], [True]]
    assert after(39, "last().bring('here', 'still')") == [[1], []]
    assert after(39, "last().bring('message', 'word')") == [[1], ["word"]]
    assert after(15, "back()") == [[1], []], "it is alive"
    assert after(25.1) == [[], [False]], "it fell silent"
    assert after(2) == [[2], []]
    assert after(0, "last().onerror()") == [[], [False]]
    assert after(3.9) == [[], []], "each pause is longer"
    assert after(0.2) == [[3], []]
    assert after(40) == [[], [False]], "nobody answered"
    assert after(1, "dispatchEvent(new Event('online'))", "last().stand()") == [[4], [False, True]]
    assert after(1, "stream.open()", "stream.open()", "lines.at(-2).stand()") == [[4, 5, 6], []]
    assert after(0, "lines[3].bring('message', 'old')", "last().stand()") == [[6], ["old", True]]
    assert after(21, "back()", "last().stand()") == [[7], [False, True]], (
        "quiet for longer than a sign of life"
    )
    assert after(1, restored, "last().stand()") == [[8], [False, True]]
    assert after(0, "last().onerror()") == [[], [False]]
    assert after(2) == [[9], []], "what stood has its first pause again"
    page.close()
