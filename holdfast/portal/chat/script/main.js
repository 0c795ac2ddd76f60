// Puts it together: asks who is there, shows the button, and begins a talk only when somebody says something.

const script = document.currentScript;
const base = new URL(".", script.src).href;
const { identity, tokenUrl, product } = script.dataset;
let { token: atHand = "" } = script.dataset;
const language = script.dataset.language || document.documentElement.lang || navigator.language || "en";

async function ask(cache = "default") {
  for (let wait = 1000; ; wait = Math.min(wait * 2, 60000)) {
    try {
      const asked = await fetch(`${base}chat/about/?lang=${encodeURIComponent(language)}`, { credentials: "omit", cache });
      if (asked.ok) return await asked.json();
    } catch { /* no network yet */ }
    await new Promise((go) => setTimeout(go, wait));
  }
}

// What says who is signed in here: in the portal its page, elsewhere the product's token, which is fetched when it is
// needed and believed once. Where there is none, whoever comes is a stranger.
async function proof() {
  if (identity) return { identity };
  if (!tokenUrl) {
    const once = atHand;
    atHand = "";
    return { proof: once };
  }
  const answer = await fetch(tokenUrl, { credentials: "same-origin", cache: "no-store" });
  if (answer.status >= 500) throw new Error("fault");
  return { proof: answer.ok ? (await answer.text()).trim() : "" };
}

// How far a talk is had: `through` without a gap, for a word of one's own may have its number before what was said meanwhile
// has come.
const UNHEARD = { through: 0, got: 0, read: 0, theirs: 0, reported: "" };

async function main() {
  const about = await ask();
  if (!about.ready) return;
  const { words } = about;
  const isSigned = Boolean(identity || tokenUrl || atHand);
  const store = makeStore(isSigned && (identity?.split(".")[0] || SHARED));
  const line = new Line(base, store, { language }, isSigned && proof);
  const talk = { conversation: 0, ...UNHEARD };
  const host = document.createElement("holdfast-chat");
  host.dir = about.dir;
  host.lang = about.language;
  // A page may be only light or only dark, and change its mind.
  function dress() {
    const scheme = getComputedStyle(document.documentElement).colorScheme;
    host.style.setProperty("--holdfast-scheme", scheme === "dark" || scheme === "light" ? scheme : "light dark");
  }
  dress();
  new MutationObserver(dress).observe(document.documentElement, { attributes: true });
  let stopListening;
  let listener = ""; // whose stream is open
  let shown = ""; // whose talk is
  let lastTyped = 0;

  // An instant as the visitor's own clock and language say it.
  const moment = (iso) => new Date(iso).toLocaleString(about.language, {
    weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit" });
  const shared = { line, talk, words, moment };
  const asides = makeAsides(shared);
  const panel = new Panel(host, words, about.name, {
    button: asides.button,
    ofTalk: asides.ofTalk,
    renewed,
    opened() {
      if (isSigned) line.begin().catch(() => {}); // their talk is shown, wherever they had it
      if (line.token) listen();
      else ask().then(welcome); // who is there may have changed since the page was loaded
      report();
    },
    typed(text) {
      store.write({ draft: text });
      help(text);
      if (!text || !talk.conversation || Date.now() - lastTyped < 3000) return;
      lastTyped = Date.now();
      line.ask("typing", {}).catch(() => {});
    },
    send(text) {
      store.write({ draft: "" });
      help("");
      wait({ text, article: talk.article });
    },
    async attach(files) {
      for (const file of files) await wait({ text: "", files: [{ name: file.name }] }, file);
    },
  });
  shared.panel = panel;
  const help = makeHelping(shared, panel.shelf);
  const outbox = new Outbox(line, store, {
    onSent: (word, { conversation, number }) => {
      listen();
      if (conversation === talk.conversation && !word.files) panel.show({ ...word, number, mine: true }); // a file comes with its address
      mark();
    },
    onRefused: (word, why) => { panel.refuse(word, why); mark(); },
    onLine: (up, why) => { panel.say(up ? why ?? "" : words.offline); mark(); },
  });
  line.onBegun = () => { listen(); bringBack(); };

  async function wait(said, file) {
    panel.wait(await outbox.put(said, file));
    mark();
  }

  // What has become of the latest word of one's own.
  function mark() {
    const [first] = outbox.waiting;
    const latest = Math.max(0, ...[...panel.rows].filter(([, row]) => row.classList.contains("me")).map(([number]) => number));
    panel.mark.textContent = first ? (first.files && !outbox.wait ? words.sending : words.unsent)
      : !latest ? "" : talk.theirs >= latest ? words.read : words.delivered;
  }

  function listen() {
    if (!line.token || listener === line.visitor) return;
    if (listener) stopListening();
    if (shown && shown !== line.visitor) { // somebody else is signed in here now
      panel.clear();
      talk.conversation = 0;
    }
    listener = shown = line.visitor;
    stopListening = line.listen(place, {
      onNews: news, onTyping: () => panel.showTyping(), onShut: (why) => { stopListening(); listener = ""; panel.say(why); },
      onLine: (up) => { panel.say(up ? "" : words.offline); if (up) outbox.hurry(); },
    });
    // the tab that does not keep the stream asks once for what was said before
    line.ask("fetch", place()).then(news, () => {});
  }

  function place() {
    return { conversation: talk.conversation, after: talk.through };
  }

  function news(told) {
    if (!told.conversation) return;
    if (told.conversation !== talk.conversation) {
      panel.clear();
      Object.assign(talk, UNHEARD, { conversation: told.conversation });
    }
    if (told.messages[0]?.number <= talk.through + 1) talk.through = Math.max(talk.through, told.messages.at(-1).number);
    const [transcript, end] = panel.ofTalk;
    transcript.hidden = false;
    if (told.ended && panel.root.activeElement === end) panel.text.focus(); // what is hidden keeps no focus
    end.hidden = told.ended;
    const theirs = told.messages.filter((word) => panel.show(located(word)) && !word.mine);
    if (theirs.length) talk.got = Math.max(talk.got, theirs.at(-1).number);
    const unseen = theirs.filter((word) => word.number > told.seen).length;
    if (unseen && !panel.isOpen) panel.setUnread(panel.unread + unseen);
    talk.read = Math.max(talk.read, told.seen);
    headline(told);
    report();
  }

  const located = (word) => ({ ...word, files: word.files.map((file) => (
    { ...file, url: base + file.url, shown: base + file.shown })) });

  // The address of a file that has stood here for long, anew.
  async function renewed(number, key) {
    const { messages } = await line.ask("fetch", { conversation: talk.conversation, after: number - 1 });
    const word = messages.find((each) => each.number === number);
    return word && located(word).files.find((file) => file.key === key).url;
  }

  function headline(told) {
    const queue = asides.follow(told);
    panel.title.textContent = told.agent || about.name;
    // by the reference the visitor finds it again, from the first word on
    panel.note.replaceChildren(queue || (told.agent && !told.ended ? words.with : ""), ...(queue.includes(told.reference) ? []
      : [el("span", { class: "note" }, `${words.reference} `, el("bdi", {}, told.reference))]));
    talk.theirs = told.read;
    mark();
  }

  // Told once a moment, and only what is new: what the browser has, and what was before somebody's eyes.
  function report() {
    clearTimeout(talk.timer);
    talk.timer = setTimeout(() => {
      const { conversation, got } = talk;
      const read = panel.isOpen && document.visibilityState === "visible" ? got : talk.read;
      if (!got || talk.reported === `${got} ${read}`) return;
      line.ask("progress", { conversation, got, read }).then(() => {
        Object.assign(talk, { read, reported: `${got} ${read}` });
      }, () => {});
    }, 300);
  }

  document.addEventListener("visibilitychange", report);
  // What was written before the page was left; of somebody whom a product names, once we know that it is theirs.
  function bringBack() {
    const { draft, outbox: left = [] } = store.read();
    panel.text.value ||= draft ?? "";
    left.forEach((word) => panel.wait(word));
    mark();
    return left.length;
  }
  // Who is there, or when again; until there is a talk, which says more.
  function welcome({ here, wait, back, call, duty }) {
    if (talk.conversation) return;
    if (here) return panel.note.replaceChildren(`${words.here} ${usually(words, wait)}`);
    const [lead, rest] = (duty ? words.duty : words.call).split("{phone}");
    panel.note.replaceChildren(`${back ? fill(words.back, { when: moment(back) }) : words.away} `,
      ...(call ? [lead, el("a", { href: `tel:${call.replace(/[^\d+]/g, "")}` }, call), rest] : []));
  }
  welcome(about);
  document.body.append(host);
  const isLeft = store.isShared ? store.read().outbox?.length : bringBack();
  // Said once, to who has not written yet, and only while somebody is there.
  const greeting = about.here && about.greetings.find(({ page }) => location.href.includes(page));
  const isNew = () => !line.token && !store.read().greeted?.includes(greeting.text);
  if (greeting && isNew()) setTimeout(greet, greeting.after_seconds * 1000);
  async function greet() {
    const { here, greetings } = await ask("no-cache");
    if (!here || !isNew() || panel.isOpen || !greetings.some(({ text }) => text === greeting.text)) return;
    store.write({ greeted: [...store.read().greeted ?? [], greeting.text] });
    panel.greet(greeting.text);
  }
  if (line.token) listen();
  if (isLeft) outbox.flush();
  addEventListener("hashchange", openAsked);
  openAsked();

  // A link to #chat opens the panel.
  function openAsked() {
    if (location.hash !== "#chat") return;
    history.replaceState(history.state, "", location.pathname + location.search);
    panel.open();
  }
}

if (document.body) main();
else addEventListener("DOMContentLoaded", main);
