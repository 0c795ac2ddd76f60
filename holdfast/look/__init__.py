"""How every page looks: style, parts, icons, assets, words for clocks; it holds no rule and reads no row."""
