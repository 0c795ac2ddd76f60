// One timer ticks every clock of the page, once a second.
import { speak } from "holdfast/speak";
import { now, spanText } from "holdfast/time";

const WORDS = { ok: "on track", soon: "due soon", overdue: "overdue" };

function turn(el, state) {
  const word = el.querySelector(":scope > .vh");
  if (word?.nextElementSibling?.matches("time")) word.textContent = `${WORDS[state]}, `;
  if (el.dataset.label) speak(`${el.dataset.label}: ${WORDS[state]}`);
  el.dataset.state = state;
}

// What clocks on the wall show elsewhere; nothing where this browser does not know the zone.
function timeAt(at, timeZone) {
  try {
    return new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone });
  } catch {}
}

function tick() {
  if (document.hidden) return;
  const at = now();
  for (const el of document.querySelectorAll("[data-due]")) {
    const left = (Date.parse(el.dataset.due) - at) / 1000;
    const state = left < 0 ? "overdue" : left < el.dataset.soon ? "soon" : "ok";
    if (el.dataset.state !== state) turn(el, state);
    const text = spanText(left) + (left < 0 ? " late" : "");
    const out = el.querySelector("time");
    if (out && out.textContent !== text) out.textContent = text;
    const share = Math.max(0, Math.min(1, left / (el.dataset.total || 1)));
    el.querySelector(".ring")?.style.setProperty("--left", share.toFixed(3));
  }
  for (const el of document.querySelectorAll("time[data-zone]")) {
    const text = timeAt(at, el.dataset.zone) ?? el.textContent;
    if (el.textContent !== text) el.textContent = text;
  }
}

tick();
setInterval(tick, 1000);
document.addEventListener("visibilitychange", tick);
document.addEventListener("htmx:afterSettle", tick);
