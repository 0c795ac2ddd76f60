// Live hints: one stream per browser. The tab that holds the lock keeps it and tells the others by a channel;
// when it closes, the next one takes over. A hint is only a name: whoever shows it fetches it again.
import { Stream } from "holdfast/stream";

const url = document.querySelector('meta[name="events"]')?.content;
const tab = Math.random().toString(36).slice(2);
const channel = new BroadcastChannel("holdfast-hints");
const wants = new Map(); // what every tab shows; known to the tab that keeps the stream
let stream;

const mine = () => [...new Set([...document.querySelectorAll("[data-live]")].flatMap((el) => el.dataset.live.split(" ")))];
const emit = (message) => document.dispatchEvent(new CustomEvent("hint", { detail: message }));

function share(message) {
  channel.postMessage(message);
  emit(message);
}

function noteWants(from, topics) {
  wants.set(from, topics);
  stream?.want(new Set([...wants.values()].flat()));
}

function sayWants() {
  channel.postMessage({ from: tab, wants: mine() });
  noteWants(tab, mine());
}

function lead() {
  stream = new Stream(url, {
    onHint: (topics) => share({ topics }),
    onFresh: (topics) => share({ topics, jitter: true }), // no topics: all of them
    onLine: (up) => share({ up }),
  });
  channel.postMessage({ who: true });
  sayWants();
  return new Promise(() => {}); // held until the tab goes
}

channel.onmessage = ({ data }) => {
  if (data.who) sayWants();
  else if (data.wants) noteWants(data.from, data.wants);
  else if (data.gone) wants.delete(data.gone);
  else emit(data);
};

if (url) {
  if (navigator.locks) navigator.locks.request("holdfast-hints", lead);
  else lead(); // without a secure address every tab keeps its own
  sayWants();
  document.addEventListener("htmx:afterSettle", sayWants);
  addEventListener("pagehide", () => channel.postMessage({ gone: tab }));
  addEventListener("pageshow", (e) => e.persisted && emit({ topics: null, jitter: true }));
}
