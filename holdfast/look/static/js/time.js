// The server's time, and spans in words. The server owns every deadline; this only counts towards it.
let ahead = 0; // milliseconds by which the server is ahead of this browser

export const now = () => Date.now() + ahead;

const correct = (said, heard) => {
  const at = Date.parse(said ?? "");
  if (at) ahead = at - heard;
};

const two = (n) => String(Math.floor(n)).padStart(2, "0");

export function spanText(seconds) {
  const s = Math.abs(seconds);
  if (s < 3600) return `${two(s / 60)}:${two(s % 60)}`;
  if (s < 86400) return `${Math.floor(s / 3600)} h ${two((s % 3600) / 60)} m`;
  return `${Math.floor(s / 86400)} d ${Math.floor((s % 86400) / 3600)} h`;
}

// A page from the browser's own store says an old time: only a fresh answer counts.
const [visit] = performance.getEntriesByType("navigation");
if (visit?.responseStart && !(visit.type === "back_forward" && visit.transferSize === 0)) {
  correct(document.querySelector('meta[name="server-time"]')?.content, performance.timeOrigin + visit.responseStart);
}
document.addEventListener("htmx:beforeOnLoad", (e) => correct(e.detail.xhr.getResponseHeader("Server-Time"), Date.now()));
