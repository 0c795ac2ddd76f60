"""Prints how large files and functions are, so that one sees it move: python -m tests.sizes holdfast."""

import ast
import sys
from pathlib import Path


def percentile(sizes: list[int], share: float) -> int:
    """The size that this share of them does not exceed; 0 of none."""
    ordered = sorted(sizes)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0


def sizes_of(folder: Path) -> tuple[dict[Path, int], list[int]]:
    """Lines of each file and of each function; migrations and empty files left out."""
    files = {}
    functions = []
    for path in folder.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "migrations" in path.parts or not text.strip():
            continue
        files[path] = len(text.splitlines())
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                functions.append((node.end_lineno or node.lineno) - node.lineno + 1)
    return files, functions


def main(folder: Path) -> None:
    files, functions = sizes_of(folder)
    lines = list(files.values())
    print(
        f"{len(files)} files: median {percentile(lines, 0.5)}, p95 {percentile(lines, 0.95)} lines;", end=" "
    )
    print(f"{len(functions)} functions: p95 {percentile(functions, 0.95)} lines.")
    for path, size in sorted(files.items(), key=lambda item: -item[1]):
        if size >= 400:
            print(f"  {path}: {size} lines")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
