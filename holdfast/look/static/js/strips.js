// On phones the views are a strip that scrolls: where one is stands in sight.
for (const here of document.querySelectorAll(".views [aria-current]")) {
  here.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
}
