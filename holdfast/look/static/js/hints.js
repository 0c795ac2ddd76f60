// Live hints: one stream per browser. The tab that holds the lock keeps it and tells the others by a channel;
// when it closes, the next one takes over. A hint is only a name: whoever shows it fetches it again.
import { Stream } from "holdfast/stream";

const url = document.querySelector('meta[name="events"]')?.content;
const tab = Math.random().toString(36).slice(2);
const channel = new BroadcastChannel("holdfast-hints");
const wants = new Map(); // what every tab shows; known to the tab that keeps the stream
let stream, topics = [], fresh = []; // fresh: not heard of before this line; null: all may have changed meanwhile

const mine = () => [...new Set([...document.querySelectorAll("[data-live]")].flatMap((el) => el.dataset.live.split(" ")))];
const emit = (message) => document.dispatchEvent(new CustomEvent("hint", { detail: message }));
const share = (message) => { channel.postMessage(message); emit(message); };

function noteWants(from, its) {
  wants.set(from, its);
  const all = [...new Set([...wants.values()].flat())].sort();
  const more = all.filter((topic) => !topics.includes(topic));
  if (!stream || !more.length) return; // hearing more than is shown does no harm
  topics = all;
  fresh?.push(...more);
  stream.open();
}

const sayWants = () => { channel.postMessage({ from: tab, wants: mine() }); noteWants(tab, mine()); };

function lead() {
  stream = new Stream(() => `${url}?topics=${encodeURIComponent(topics)}`, {
    message: (data) => share({ topics: data.startsWith("[") ? JSON.parse(data) : data.split(" ") }),
    resync: () => share({ topics: null, jitter: true }),
  }, (up) => {
    share({ up });
    if (up) share({ topics: fresh, jitter: true });
    fresh = up ? [] : null;
  });
  channel.postMessage({ who: true });
  sayWants();
  return new Promise(() => {}); // held until the tab goes
}

channel.onmessage = ({ data }) => {
  if (data.who) sayWants();
  else if (data.wants) noteWants(data.from, data.wants);
  else if (data.hurry) stream?.hurry();
  else if (data.gone) wants.delete(data.gone);
  else emit(data);
};

if (url) {
  if (navigator.locks) navigator.locks.request("holdfast-hints", lead);
  else lead(); // without a secure address every tab keeps its own
  sayWants();
  document.addEventListener("htmx:afterSettle", sayWants);
  for (const name of ["online", "visibilitychange"]) { // the stream may be that of a hidden tab
    addEventListener(name, () => document.hidden || channel.postMessage({ hurry: true }));
  }
  addEventListener("pagehide", () => channel.postMessage({ gone: tab }));
  addEventListener("pageshow", (e) => e.persisted && (sayWants(), emit({ topics: null, jitter: true })));
}
