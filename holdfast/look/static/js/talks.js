// What is said in the chats that a page shows comes as it is said, and is put at the end of its log; a log that stands
// behind what comes is fetched whole. Opened anew it goes on from where the logs stand.
import { Stream } from "holdfast/stream";

export const toEnd = (log) => { log.scrollTop = log.scrollHeight; };
export const logs = (within) => within.matches?.(".chat-log") ? [within] : [...within.querySelectorAll?.(".chat-log") ?? []];

let heard;

function mark(log, marks) {
  for (const line of log.querySelectorAll("[data-number]")) {
    const [name] = marks.find(([, through]) => Number(line.dataset.number) <= through) ?? ["Sent"];
    const shown = line.querySelector("[data-mark]");
    if (shown.textContent !== name) shown.textContent = name;
  }
}

function told({ chat, after, last, lines, marks, foot, waits }) {
  document.getElementById(`chat-${chat}-waits`)?.toggleAttribute("hidden", !waits);
  const log = document.getElementById(`chat-${chat}-log`);
  if (!log) return;
  const had = Number(log.dataset.last);
  if (after === null || after > had) {
    window.htmx.ajax("GET", log.dataset.src, { target: log, source: log, swap: "outerHTML" });
    return;
  }
  const drawn = document.createElement("template");
  drawn.innerHTML = lines;
  const fresh = [...drawn.content.children].filter((line) => Number(line.dataset.message) > had);
  const end = log.querySelector(".chat-now");
  end.before(...fresh);
  end.outerHTML = foot;
  log.dataset.last = Math.max(had, last);
  mark(log, marks);
  if (!fresh.length) return;
  toEnd(log);
  heard(chat);
}

function address() {
  const { talks } = document.querySelector("[data-talks]").dataset;
  const shown = logs(document);
  const topics = shown.map((log) => `chat-${log.dataset.chatKey}`);
  return `${talks}?topics=${topics}&at=${shown.map((log) => log.dataset.last)}`;
}

export function listen(onHeard) {
  heard = onHeard;
  if (logs(document).length) new Stream(address, { message: (data) => told(JSON.parse(data)) }).open();
}
