"""How large the code is: `python tools/code_size.py [ROOT]`.

Prints the figures of the section «Packages» of `docs/decisions.md`. A line counts if it holds code: not if it is
blank, or of a comment or docstring alone. Functions are counted from `def` to the last line, without their docstrings.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections import Counter
from pathlib import Path
from statistics import median, quantiles

SECTIONS = ("Parameters", "Returns", "Yields", "Raises", "Attributes", "Notes")
NO_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def main(root: Path) -> None:
    """Print the figures of all packages together, then the lines of each folder, two levels deep, most lines first."""
    texts = {path.relative_to(root): path.read_text(encoding="utf-8") for path in sorted(root.rglob("*.py"))}
    trees = {path: ast.parse(text) for path, text in texts.items()}
    lines = {path: len(code_lines(text, trees[path])) for path, text in texts.items()}
    functions = [node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, Function)]
    sizes = sorted(function_lines(node) for node in functions)
    public = [node for node in functions if not node.name.startswith("_")]
    print(f"modules: {len(texts)}; the longest has {max(len(text.splitlines()) for text in texts.values())} lines")
    print(f"lines of code without demo: {sum(count for path, count in lines.items() if path.parts[0] != 'demo')}")
    print(f"functions: median {median(sizes)}, 90th percentile {quantiles(sizes, n=10)[-1]:.0f}, longest {sizes[-1]}")
    print(f"public functions with sections: {sum(map(has_sections, public))} of {len(public)}")
    by_folder: Counter[str] = Counter()
    for path, count in lines.items():
        for depth in range(1, min(len(path.parts), 3)):
            by_folder["/".join(path.parts[:depth])] += count
    for folder, count in by_folder.most_common():
        print(f"{count:7,} {folder}")


def code_lines(text: str, tree: ast.Module) -> set[int]:
    """The numbers of the lines that hold code."""
    found: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in NO_CODE:
            found |= set(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            found -= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return found


def function_lines(node: Function) -> int:
    """Lines from `def` to the last statement, without those of the docstring."""
    first = node.body[0]
    docstring = (first.end_lineno or 0) - first.lineno + 1 if ast.get_docstring(node) is not None else 0
    return (node.end_lineno or 0) - node.lineno + 1 - docstring


def has_sections(node: Function) -> bool:
    """Whether a docstring has numpydoc sections."""
    return any(f"\n{section}\n---" in (ast.get_docstring(node) or "") for section in SECTIONS)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "src/helpers"))
