// The page of chats: each log stays at its end, Enter sends, a slash answer goes where it was asked for, and who
// types is seen for as long as a hint of it is fresh.
const FRESH = 5000;
const timers = new Map();

const toEnd = (log) => { log.scrollTop = log.scrollHeight; };
const logs = (within) => within.matches?.(".chat-log") ? [within] : within.querySelectorAll?.(".chat-log") ?? [];

if (document.querySelector(".chats")) {
  document.querySelectorAll(".chat-log").forEach(toEnd);

  document.addEventListener("htmx:afterSettle", ({ target, detail }) => {
    const settled = detail.elt?.isConnected ? detail.elt : target;
    logs(settled).forEach(toEnd);
    if (settled.matches?.(".chat-pane")) settled.querySelector("textarea")?.focus();
  });

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form[data-chat]");
    if (!form || event.target.tagName !== "TEXTAREA" || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });

  document.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-insert]");
    if (!chosen) return;
    const text = chosen.closest("form").querySelector("textarea");
    text.value = chosen.dataset.insert;
    chosen.closest("[popover]").hidePopover();
    text.focus();
  });

  document.addEventListener("hint", ({ detail: { topics } }) => {
    for (const topic of topics ?? []) {
      const shown = document.querySelector(`.chat-typing[data-live="${CSS.escape(topic)}"] > span`);
      if (!shown) continue;
      shown.hidden = false;
      clearTimeout(timers.get(topic));
      timers.set(topic, setTimeout(() => { shown.hidden = true; }, FRESH));
    }
  });
}
