// A field that several write at once, [data-shared]: once the server has kept its text it counts as untouched,
// so that what somebody else writes may come in.
document.addEventListener("htmx:afterRequest", ({ detail: { elt, xhr, requestConfig } }) => {
  if (!elt.matches?.("[data-shared]") || !xhr?.getResponseHeader("Draft-Kept")) return;
  const kept = requestConfig.formData.get(elt.name);
  if (elt.matches("select")) for (const option of elt.options) option.defaultSelected = option.value === kept;
  else elt.defaultValue = kept;
});
