// The page of chats: each log stays at its end, Enter sends, a slash answer goes where it was asked for, and who
// types is seen for as long as a hint of it is fresh.
const FRESH = 5000;
const LATE = 1000;
const timers = new Map();
const saidAt = new Map();

const toEnd = (log) => { log.scrollTop = log.scrollHeight; };
const logs = (within) => within.matches?.(".chat-log") ? [within] : within.querySelectorAll?.(".chat-log") ?? [];
const typingOf = (topic) => document.querySelector(`.chat-typing[data-live="${CSS.escape(topic)}"] > span`);

function hideTyping(topic) {
  clearTimeout(timers.get(topic));
  const shown = typingOf(topic);
  if (shown) shown.hidden = true;
}

// What they typed is said by now; a hint of the typing that comes right behind it was overtaken.
function said(topic) {
  saidAt.set(topic, Date.now());
  hideTyping(topic);
}

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

  document.addEventListener("hint", ({ detail: { topics, jitter } }) => {
    if (jitter) return; // the line is new: nobody said or typed anything by that
    for (const topic of topics ?? []) {
      if (topic.startsWith("chat-")) said(`typing-${topic}`);
      const shown = typingOf(topic);
      if (!shown || Date.now() - (saidAt.get(topic) ?? 0) < LATE) continue;
      shown.hidden = false;
      clearTimeout(timers.get(topic));
      timers.set(topic, setTimeout(() => hideTyping(topic), FRESH));
    }
  });
}
