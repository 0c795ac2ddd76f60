// The composer works without this: its radio shows the right words and the right button by style alone.
// This changes the hint in the field and brings the cursor there.
document.addEventListener("change", (e) => {
  if (!e.target.matches(".composer [name=mode]")) return;
  const text = e.target.closest(".composer").querySelector("textarea");
  text.placeholder = e.target.dataset.hint ?? "";
  text.focus();
});

// An article is put where the cursor stands; Enter in its search takes the first.
document.addEventListener("click", (e) => {
  const by = e.target.closest("[data-insert]");
  const text = document.getElementById(by?.closest("[data-into]")?.dataset.into);
  if (!text) return;
  by.closest("[popover]").hidePopover();
  text.setRangeText(by.dataset.insert, text.selectionStart, text.selectionEnd, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.focus();
});
document.addEventListener("keydown", (e) => {
  if (e.key !== "Enter" || !e.target.matches("[data-into] input")) return;
  e.preventDefault();
  e.target.closest("[data-into]").querySelector("[data-insert]")?.click();
});

// A radio that is already chosen does not change, but its key still means: let me write.
document.addEventListener("click", (e) => {
  if (e.target.matches(".composer [name=mode]:checked")) e.target.closest(".composer").querySelector("textarea").focus();
});
