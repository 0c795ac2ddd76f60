// The page of chats: each log stays at its end, and who types is seen for as long as a hint of it is fresh.
import "holdfast/answers";
import "holdfast/slash";
import { listen, logs, toEnd } from "holdfast/talks";

const FRESH = 5000;
const LATE = 1000;
const timers = new Map();
const saidAt = new Map();

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

logs(document).forEach(toEnd);
listen((key) => said(`typing-chat-${key}`));

document.addEventListener("htmx:afterSettle", ({ target, detail }) => {
  const settled = detail.elt?.isConnected ? detail.elt : target;
  logs(settled).forEach(toEnd);
  if (settled.matches?.(".chat-pane")) settled.querySelector("textarea")?.focus();
});

document.addEventListener("hint", ({ detail: { topics, jitter } }) => {
  if (jitter) return; // the line is new: nobody said or typed anything by that
  for (const topic of topics ?? []) {
    const shown = typingOf(topic);
    if (!shown || Date.now() - (saidAt.get(topic) ?? 0) < LATE) continue;
    shown.hidden = false;
    clearTimeout(timers.get(topic));
    timers.set(topic, setTimeout(() => hideTyping(topic), FRESH));
  }
});
