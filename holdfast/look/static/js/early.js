// A reader may be quicker than the scripts: what was typed or chosen before they ran is told again, once all listen.
const tell = (field, name) => field.dispatchEvent(new Event(name, { bubbles: true }));

document.addEventListener("htmx:load", () => {
  for (const field of document.querySelectorAll("input, textarea")) {
    if (field.type === "file" && field.files.length) tell(field, "change");
    else if (field.matches("textarea, [type=text], [type=search]") && field.value !== field.defaultValue) {
      tell(field, "input");
      if (field.type === "search") tell(field, "search");
    }
  }
}, { once: true });
