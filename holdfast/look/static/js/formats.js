// What the tools of the editor make of the words that are chosen: what stands left of them, the words, what stands right.
const around = (left, right = left) => (words) => [left, words, right];
const cells = (line) => `| ${line.replaceAll("|", "\\|").split("\t").join(" | ")} |`;

function fenced(words) {
  const ticks = "`".repeat(Math.max(3, ...[...words.matchAll(/`+/g)].map(([found]) => found.length + 1)));
  return [`${ticks}\n`, words, `\n${ticks}`];
}

// Each line a row, tabs between its cells, as a spreadsheet gives them.
function table(words) {
  const [head, ...rows] = (words || "One\tTwo\n1\t2").split("\n");
  const rule = `|${"---|".repeat(head.split("\t").length)}`;
  return ["", [cells(head), rule, ...rows.map(cells)].join("\n"), ""];
}

const lines = { heading: "## ", list: "- ", numbers: "1. ", quote: "> " };
const inline = { bold: around("**"), italic: around("*"), link: around("[", "](https://)"), code: around("`") };
const blocks = { callout: (words) => ["> [!WARNING]\n> ", words.replaceAll("\n", "\n> "), ""], block: fenced, table };
const gap = (beside, newlines) => beside.trim() && "\n".repeat(2 - newlines.exec(beside)[0].length);

// What is to be put in from where to where, and which of it is chosen then. Blocks stand between empty lines.
export function formatted(tool, value, from, end) {
  const chosen = value.slice(from, end).replace(/\n+$/, "");
  const to = from + chosen.length;
  if (lines[tool]) {
    const start = value.lastIndexOf("\n", from - 1) + 1;
    const words = value.slice(start, to).replace(/^/gm, lines[tool]);
    return { words, from: start, to, chosen: [start + words.length, start + words.length] };
  }
  const block = blocks[tool === "code" && chosen.includes("\n") ? "block" : tool];
  const [left, words, right] = (block ?? inline[tool])(chosen);
  const above = block ? gap(value.slice(0, from), /\n{0,2}$/) : "";
  const below = block ? gap(value.slice(to), /^\n{0,2}/) : "";
  const start = from + above.length + left.length;
  return { words: above + left + words + right + below, from, to, chosen: [start, start + words.length] };
}
