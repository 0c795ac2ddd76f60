// In a product's frame the keys are ours: Escape is told to the page around, where its site is one that may hold us.
const origins = document.body.dataset.heldBy?.split(" ") ?? [];
const around = location.ancestorOrigins?.[0];
const to = around ? origins.filter((origin) => origin === around) : origins;
const isOpen = () => document.querySelector(":popover-open, dialog[open]");
if (parent !== self && to.length) document.addEventListener("keydown", (e) => {
  if (e.key !== "Escape" || e.defaultPrevented || e.isComposing || isOpen()) return;
  for (const origin of to) parent.postMessage("holdfast-support:close", origin);
});
