// In a product's frame the keys are ours: Escape is told to the page around, where its site is one that may hold us. So is
// what stands in the frame, for that page can't look: a form to be kept as it is, or words to be left for a fresh start.
const { heldBy = "", is = "form" } = document.body.dataset;
const origins = heldBy ? heldBy.split(" ") : [];
const around = location.ancestorOrigins?.[0];
const to = around ? origins.filter((origin) => origin === around) : origins;
const isOpen = () => document.querySelector(":popover-open, dialog[open]");
const tell = (what) => {
  for (const origin of to) parent.postMessage(`holdfast-support:${what}`, origin);
};
if (parent !== self && to.length) {
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Escape" || e.defaultPrevented || e.isComposing || isOpen()) return;
    tell("close");
  });
  addEventListener("pageshow", () => tell(is));
  addEventListener("pagehide", () => tell("gone"));
}
