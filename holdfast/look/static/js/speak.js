// One polite voice for the whole page; ticks are silent, only changes of state are told.
export function speak(text) {
  const live = document.getElementById("live");
  if (live) live.textContent = text;
}
