"""The panel's stream, in a browser whose time is the test's: it is kept, whatever becomes of the line."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from holdfast.portal.chat import giving_out

_SCRIPT = (Path(giving_out.__file__).parent / "script" / "stream.js").read_text("utf-8")
_SERVER = """
Math.random = () => 0.5;
const asked = [], heard = [], over = new AbortController();
const ask = (signal) => new Promise((answer, fail) => {
  const body = new ReadableStream({ start(pipe) {
    asked.push({ signal, answer: (status) => answer(new Response(body, { status })), end: () => pipe.close(),
      bring: (text) => pipe.enqueue(new TextEncoder().encode(text)) });
    signal.addEventListener("abort", () => { fail(signal.reason); pipe.error(signal.reason); });
  } });
});
new Stream(ask, { message: ({ word }) => heard.push(word), typing: () => heard.push("typing") },
  (isUp) => heard.push(isUp), over.signal);
const it = (what, ...said) => asked.at(-1)[what](...said);
const now = () => new Promise((go) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => go([asked.length, heard.splice(0)]);
  port2.postMessage(0);
});
"""


def test_a_stream_that_ends_breaks_is_refused_or_falls_silent_is_asked_for_again(browser: Browser) -> None:
    page = browser.new_page()
    page.clock.install()
    page.add_script_tag(content=_SCRIPT + _SERVER)

    def after(seconds: float, *steps: str) -> list[object]:
        """How often it was asked for by then, and what was heard in between."""
        page.clock.run_for(int(seconds * 1000))
        return page.evaluate(f"async () => {{ {';'.join(steps)}; return now(); }}")  # type: ignore[no-any-return]

    one = "it('bring', 'id: 3.1\\ndata: {\"word\": \"o: ')"
    assert after(0, "it('answer', 200)", one) == [1, []]
    assert after(39, "it('bring', 'ne\"}\\n\\nevent: typing\\ndata: {}\\n\\n: still')") == [
        1,
        [True, "o: ne", "typing"],
    ]
    assert after(39, "it('bring', ' here\\n\\n')") == [1, []]
    assert after(40) == [1, [False]], "it fell silent"
    assert after(1.5, "it('answer', 503)") == [2, [False]]
    assert after(2.9) == [2, []]
    assert after(0.2, "it('answer', 403)") == [3, [False]], "each pause is longer"
    assert after(1, "dispatchEvent(new Event('online'))") == [4, []]
    assert after(0, "it('answer', 200)", "it('bring', 'data: {\"word\": 2}\\n\\n')") == [4, [True, 2]]
    back = "document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))"
    assert after(1, back, "it('end')") == [4, []], "as from time to time"
    assert after(1, back) == [5, []]
    assert after(0, "over.abort()") == [5, []]
    assert page.evaluate("asked.at(-1).signal.aborted")
    assert after(600) == [5, []]
    page.close()
