// Whoever looks at an article that was offered, and writes all the same: the form says which one it was.
const note = (e) => {
  const read = e.target.closest?.("a[data-read]")?.dataset.read;
  const field = read && document.querySelector("input[data-read-before]");
  if (field) field.value = read;
};
document.addEventListener("click", note);
document.addEventListener("auxclick", note);
