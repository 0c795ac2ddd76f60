// Has axe judge the contrast of one of all words that are drawn alike: same colour, size and weight, on the same grounds.
() => {
  const drawn = new Map()
  const drawing = element => {
    if (!drawn.has(element)) {
      const style = getComputedStyle(element)
      const ground = [style.backgroundColor, style.backgroundImage, style.opacity].join()
      drawn.set(element, {
        words: [style.color, parseFloat(style.fontSize) < 18, style.fontWeight >= 700, style.textShadow].join(),
        ground: ground === "rgba(0, 0, 0, 0),none,1" ? "" : ground,
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
  const seen = new Set()
  const choose = root => {
    for (const element of root.querySelectorAll("*")) {
      element.removeAttribute("data-judged")
      if (element.shadowRoot) choose(element.shadowRoot)
      if (!has_words(element) || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue
      const alike = [drawing(element).words]
      for (let each = element; each; each = around(each)) alike.push(drawing(each).ground, drawing(each).place)
      const key = alike.filter(Boolean).join(";")
      if (seen.has(key)) continue
      seen.add(key)
      element.setAttribute("data-judged", "")
    }
  }
  choose(document)
  axe.configure({ rules: [{ id: "color-contrast", selector: "[data-judged]" }] })
}
