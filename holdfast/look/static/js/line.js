// The line is down: say so after a while; clocks run on from the last server time.
// Every try that fails says so again; the while counts from the first.
let late;
function line(up) {
  const banner = document.getElementById("offline");
  if (!up) return void (late ??= setTimeout(() => banner?.removeAttribute("hidden"), 5000));
  clearTimeout(late);
  late = undefined;
  banner?.setAttribute("hidden", "");
}
document.addEventListener("hint", (e) => e.detail.up !== undefined && line(e.detail.up));
addEventListener("offline", () => line(false));
addEventListener("online", () => line(true));
