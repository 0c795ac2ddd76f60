// What stands beside the talk: where the answer goes, the talk by mail, a file, how it was.

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

const usually = (words, wait) => wait == null ? "" : wait < 120 ? fill(words.usual, { n: wait }) : fill(words.minutes, { n: Math.round(wait / 60) });

function makeAsides(shared) {
  const { line, talk, words, moment } = shared; // the panel is made with the buttons that stand here
  const failed = (error) => shared.panel.say(error.message === "Failed to fetch" ? words.offline : error.message);
  let shown = "";

  // One aside at a time; the same one is not made anew while somebody types into it.
  function show(name, make) {
    if (shown === name) return;
    shown = name;
    shared.panel.extra.replaceChildren(...(name ? [make()] : []));
  }

  const field = (label, is) => el("label", {}, label, el("input", is));

  function addressForm(lead, then) {
    const name = field(words.name, { name: "name", autocomplete: "name", maxlength: "200" });
    const address = field(words.address, { name: "address", type: "email", required: true, autocomplete: "email", maxlength: "254" });
    return el("form", {
      submit: async (event) => {
        event.preventDefault();
        const [given, by] = [address.querySelector("input").value, name.querySelector("input").value];
        try {
          await line.ask("address", { address: given, name: by });
          talk.reachable = true;
          shared.panel.say(fill(words.kept, { address: given }));
          show("");
          await then?.();
        } catch (error) { failed(error); }
      },
    }, el("p", {}, lead), name, address, el("button", { class: "plain main", type: "submit" }, words.keep));
  }

  async function transcript() {
    if (!talk.conversation) return;
    if (!talk.reachable) return show("transcript", () => addressForm(words.transcript, transcript));
    try {
      await line.ask("transcript", { conversation: talk.conversation });
      shared.panel.say(words.mailed);
    } catch (error) { failed(error); }
  }

  function ratingForm() {
    const give = async (rating) => {
      try {
        await line.ask("rating", { conversation: talk.conversation, rating, text: more.querySelector("input").value });
        talk.rated = true;
        show("");
        shared.panel.say(words.rated);
      } catch (error) { failed(error); }
    };
    const more = field(words.more, { maxlength: "2000" });
    const label = (n) => `${n}${n === 1 ? ` ${words.bad}` : n === 5 ? ` ${words.good}` : ""}`;
    const buttons = [1, 2, 3, 4, 5].map((n) => el("button", { class: "plain", type: "button", click: () => give(n) }, label(n)));
    return el("form", { role: "group", "aria-label": words.rate, submit: (event) => event.preventDefault() },
      el("p", {}, words.ended, " ", words.rate), more, el("div", { class: "row" }, ...buttons));
  }

  async function attach(file) {
    shared.panel.say(words.sending);
    const body = new FormData();
    try {
      await line.begin();
      for (const [key, value] of Object.entries({ token: line.token, id: newId(), text: "", page: location.href, product: product ?? "" })) body.append(key, value);
      body.append("file", file, file.name || "picture.png");
      await line.post("file", body);
      shared.panel.say("");
    } catch (error) { failed(error); }
  }

  const picker = el("input", { type: "file", multiple: true, change: async () => {
    const chosen = [...picker.files];
    picker.value = "";
    for (const file of chosen) await attach(file);
  } });

  return {
    attach,
    button: () => el("button", { type: "button", "aria-label": words.attach, click: () => picker.click() }, picture("clip")),
    // Of no use before there is one.
    ofTalk: () => [
      el("button", { type: "button", hidden: true, click: transcript }, picture("mail"), words.transcript),
      el("button", { type: "button", hidden: true, click: () => line.ask("end", { conversation: talk.conversation }).catch(failed) }, words.end)],
    // What the news of a talk ask for.
    follow(told) {
      Object.assign(talk, { reachable: told.reachable, rated: talk.rated || told.rated });
      if (told.ended && !talk.rated) show("rating", ratingForm);
      else if (!told.live && !told.reachable) show("address", () => addressForm(fill(words.left, told)));
      else if (shown !== "transcript") show("");
      if (told.promised) return `${words.reference} ${told.reference} · ${fill(words.promised, { when: moment(told.promised) })}`;
      return told.position ? `${fill(words.queued, { n: told.position })} ${usually(words, told.wait)}` : "";
    },
  };
}
