// While the first word is written: articles that may answer it. Once something is said, whoever asked is answered.

function makeHelping({ line, talk, words }, shelf) {
  let asked = "", timer;
  // Whoever looks at one, and writes all the same: the ticket says which it was.
  const link = (one) => {
    const read = () => { talk.article = one.article; };
    return el("a", { href: base + one.path, lang: one.language, target: "_blank", rel: "noopener", click: read, auxclick: read }, one.title);
  };
  const show = (articles) => shelf.replaceChildren(...(articles.length ? [el("p", {}, words.answers), el("ul", {}, ...articles.map((one) =>
    el("li", {}, link(one))))] : []));
  return function follow(text) {
    clearTimeout(timer);
    asked = talk.conversation || text.trim().length < 4 ? "" : text.trim();
    if (!asked) return show([]);
    timer = setTimeout(async () => {
      try {
        const { articles } = await line.post("help", { text: asked });
        if (asked === text.trim()) show(articles);
      } catch { /* nothing is missed without them */ }
    }, 400);
  };
}
