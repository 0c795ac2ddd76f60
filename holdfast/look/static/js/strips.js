// On phones the views, or the places of the site, are a strip that scrolls: where one is stands in sight.
for (const here of document.querySelectorAll(".views [aria-current]")) {
  here.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
}
for (const here of document.querySelectorAll(".site-head nav > [aria-current]")) {
  const strip = here.parentElement;
  strip.scrollLeft += here.getBoundingClientRect().left - strip.getBoundingClientRect().left - 24;
}
