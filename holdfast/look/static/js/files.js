// Chosen files are named beside their field: [data-files] in the same form.
document.addEventListener("change", (e) => {
  if (!e.target.matches("input[type=file]")) return;
  const out = e.target.closest("form")?.querySelector("[data-files]");
  if (out) out.textContent = [...e.target.files].map((file) => `${file.name}, ${Math.ceil(file.size / 1024)} KB`).join(" · ");
});

// A drop area takes files as well.
document.addEventListener("dragover", (e) => e.target.closest?.(".drop") && e.preventDefault());
document.addEventListener("drop", (e) => {
  const field = e.target.closest?.(".drop")?.querySelector("input[type=file]");
  if (!field) return;
  e.preventDefault();
  field.files = e.dataTransfer.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
});
