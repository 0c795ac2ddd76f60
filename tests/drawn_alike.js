// Has axe judge the contrast of one of all words that are drawn alike: same colour, size and weight, on the same grounds.
// Those whose likes were judged before, on whatever page, are left out; gives back how the others are drawn.
judged => {
  // colours on their way from one to another are nobody's
  for (const each of document.getAnimations()) if (each.effect?.getComputedTiming().endTime !== Infinity) each.finish()
  const drawn = new Map()
  const drawing = element => {
    if (!drawn.has(element)) {
      const style = getComputedStyle(element)
      const ground = [style.backgroundColor, style.backgroundImage, style.opacity].join()
      drawn.set(element, {
        words: [style.color, parseFloat(style.fontSize) < 18, style.fontWeight >= 700, style.textShadow].join(),
        ground: ground === "rgba(0, 0, 0, 0),none,1" ? "" : ground,
        hides: !/^rgba|\//.test(style.backgroundColor),
        // what is lifted out of the flow may lie on anything
        place: ["static", "relative"].includes(style.position) ? "" : style.position + element.className
      })
    }
    return drawn.get(element)
  }
  const around = element => element.assignedSlot ?? element.parentElement ?? element.getRootNode().host
  const has_words = element =>
    element.matches("input, select, textarea") ||
    [...element.childNodes].some(each => each.nodeType === Node.TEXT_NODE && each.data.trim())
  const before = new Set(judged)
  const seen = new Set()
  const fresh = []
  const choose = root => {
    for (const element of root.querySelectorAll("*")) {
      element.removeAttribute("data-judged")
      if (element.shadowRoot) choose(element.shadowRoot)
      if (!has_words(element) || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue
      const alike = [drawing(element).words]
      let is_hidden = false // what lies below
      let lies_on_anything = false
      for (let each = element; each; each = around(each)) {
        const { ground, place, hides } = drawing(each)
        alike.push(ground, place)
        is_hidden ||= hides
        lies_on_anything ||= place && !is_hidden
      }
      const key = alike.filter(Boolean).join(";")
      if (seen.has(key) || before.has(key)) continue
      seen.add(key)
      if (!lies_on_anything) fresh.push(key)
      element.setAttribute("data-judged", "")
    }
  }
  choose(document)
  axe.configure({ rules: [{ id: "color-contrast", selector: "[data-judged]" }] })
  return fresh
}
