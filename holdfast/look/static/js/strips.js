// On phones the places and the views are strips that scroll: where one is stands in sight.
for (const here of document.querySelectorAll(":is(.rail, .views) [aria-current]")) {
  here.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
}
