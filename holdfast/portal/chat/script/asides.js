// What stands beside the talk: where the answer goes, the talk by mail, a file, how it was.

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

const usually = (words, wait) => wait == null ? "" : wait < 120 ? fill(words.usual, { n: wait }) : fill(words.minutes, { n: Math.round(wait / 60) });

function makeAsides(shared) {
  const { line, talk, words, moment } = shared; // the panel is made with the buttons that stand here
  const asking = {};
  let shown = "";

  // Asked until it is answered, as what is written is; of the same thing only the latest. Returns whether it was done.
  async function ask(what, said) {
    const own = asking[what] = { conversation: talk.conversation, ...said };
    for (let wait = 1000; own === asking[what]; wait = Math.min(wait * 2, 15000)) {
      try {
        await line.ask(what, own);
        shared.panel.say("");
        return own === asking[what];
      } catch (error) {
        shared.panel.say(error.code ? error.message : words.offline);
        if (error.code) return false;
      }
      await new Promise((go) => setTimeout(go, wait));
    }
    return false;
  }

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
        if (!await ask("address", { address: given, name: by })) return;
        talk.reachable = true;
        shared.panel.say(fill(words.kept, { address: given }));
        show("");
        await then?.();
      },
    }, el("p", {}, lead), name, address, el("button", { class: "plain main", type: "submit" }, words.keep));
  }

  async function transcript() {
    if (!talk.conversation) return;
    if (!talk.reachable) return show("transcript", () => addressForm(words.transcript, transcript));
    if (await ask("transcript")) shared.panel.say(words.mailed);
  }

  function ratingForm() {
    const give = async (rating) => {
      if (!await ask("rating", { rating, text: more.querySelector("input").value })) return;
      talk.rated = true;
      show("");
      shared.panel.say(words.rated);
    };
    const more = field(words.more, { maxlength: "2000" });
    const label = (n) => `${n}${n === 1 ? ` ${words.bad}` : n === 5 ? ` ${words.good}` : ""}`;
    const buttons = [1, 2, 3, 4, 5].map((n) => el("button", { class: "plain", type: "button", click: () => give(n) }, label(n)));
    return el("form", { role: "group", "aria-label": words.rate, submit: (event) => event.preventDefault() },
      el("p", {}, words.ended, " ", words.rate), more, el("div", { class: "row" }, ...buttons));
  }

  const picker = el("input", { type: "file", multiple: true, change: () => {
    shared.panel.act.attach([...picker.files]);
    picker.value = "";
  } });

  return {
    button: () => el("button", { type: "button", "aria-label": words.attach, click: () => picker.click() }, picture("clip")),
    // Of no use before there is one.
    ofTalk: () => [
      el("button", { type: "button", hidden: true, click: transcript }, picture("mail"), words.transcript),
      el("button", { type: "button", hidden: true, click: () => ask("end") }, words.end)],
    // What the news of a talk ask for.
    follow(told) {
      Object.assign(talk, { reachable: told.reachable, rated: talk.rated || told.rated });
      if (told.ended && !talk.rated) show("rating", ratingForm);
      else if (!told.live && (told.waits || !told.reachable)) {
        const { back, call, duty } = told.away ?? {};
        const [lead, rest] = (duty ? words.duty : words.call).split("{phone}");
        show(told.reachable ? "left" : "address", () => {
          const both = new DocumentFragment();
          both.append(el("p", { class: "away", role: "status" }), told.reachable ? "" : addressForm(fill(words.left, told)));
          return both;
        });
        const away = shared.panel.extra.querySelector(".away"); // filled anew beside what somebody types
        away.hidden = !told.waits;
        const says = JSON.stringify(told.away ?? "");
        if (away.dataset.says !== says) { // else it would be read out again
          away.dataset.says = says;
          away.replaceChildren(...(!told.away ? [words.here] : [words.gone, back ? ` ${fill(words.hours, { when: moment(back) })}` : "",
            ...(call ? [" ", lead, el("a", { href: `tel:${call.replace(/[^\d+]/g, "")}` }, call), rest] : [])]));
        }
      }
      else if (shown !== "transcript") show("");
      if (told.promised) return `${words.reference} ${told.reference} · ${fill(words.promised, { when: moment(told.promised) })}`;
      return told.position ? `${fill(words.queued, { n: told.position })} ${usually(words, told.wait)}` : "";
    },
  };
}
