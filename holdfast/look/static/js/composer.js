// The composer works without this: its radio shows the right words and the right button by style alone.
// This changes the hint in the field and brings the cursor there.
document.addEventListener("change", (e) => {
  if (!e.target.matches(".composer [name=mode]")) return;
  const text = e.target.closest(".composer").querySelector("textarea");
  text.placeholder = e.target.dataset.hint ?? "";
  text.focus();
});

// A radio that is already chosen does not change, but its key still means: let me write.
document.addEventListener("click", (e) => {
  if (e.target.matches(".composer [name=mode]:checked")) e.target.closest(".composer").querySelector("textarea").focus();
});
