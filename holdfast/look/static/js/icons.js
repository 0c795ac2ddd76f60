// A part that came later may use icons that its page did not bring: they are fetched once.
const url = document.querySelector('meta[name="icons"]')?.content;
let all;

async function bring() {
  const missing = new Set();
  for (const use of document.querySelectorAll('use[href^="#i-"]')) {
    const id = use.getAttribute("href").slice(1);
    if (!document.getElementById(id)) missing.add(id);
  }
  if (!missing.size || !url) return;
  all ??= fetch(url).then((answer) => answer.text()).then((text) => new DOMParser().parseFromString(text, "image/svg+xml"));
  const file = await all;
  for (const id of missing) {
    const symbol = file.getElementById(id);
    if (symbol) document.getElementById("sprite")?.append(document.adoptNode(symbol.cloneNode(true)));
  }
}
document.addEventListener("htmx:afterSettle", bring);
