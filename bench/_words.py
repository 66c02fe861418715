"""Where words stand in Python files: alternatives of patterns, members of tables, lists in one string."""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from _alternatives import alternatives, makes_no_difference, without
from _strings import FIRST_PLACEHOLDER, Replace, strings, text_of, with_text

_PATTERN_MAKERS = frozenset(
    {"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
)
_NO_WORDS = frozenset({"__all__", "__slots__"})
_EXAMPLES = frozenset({"example", "not_"})
"""What rows of tables are called that show a rule, and are no part of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """One word or alternative, and how to be without it.

    `node` counts the nodes of the file's tree; `text` is what the string there says without the word, or `member`
    counts the members of the collection there.
    """

    file: Path
    line: int
    word: str
    same: bool
    """Whether it is provable that nothing is found otherwise without it."""
    node: int
    text: str | None = None
    member: int | None = None


def deletions(files: Sequence[Path]) -> list[Deletion]:
    """Every deletion that can be made in these files, in order of files and lines."""
    sources = [_Source(file) for file in files]
    names, makers = _pattern_names(sources)
    whole = {name for source in sources for name in source.matched_whole}
    found = [each for source in sources for each in _in_source(source, names, makers, whole)]
    return sorted(found, key=lambda d: (str(d.file), d.line, d.node, d.member or 0, d.word, d.text or ""))


def pattern_calls(files: Sequence[Path]) -> Iterator[tuple[Path, int, int, str]]:
    """(file, first line, last line, code) of each call of `re` with a pattern in these files."""
    for file in files:
        for call in _pattern_calls(_Source(file)):
            yield file, call.lineno, call.end_lineno or call.lineno, ast.unparse(call)


def without_word(deletion: Deletion) -> ast.Module:
    """The syntax tree of a Python file without the word."""
    tree = ast.parse(deletion.file.read_text(encoding="utf-8"))
    target = list(ast.walk(tree))[deletion.node]
    if deletion.text is not None:
        return ast.fix_missing_locations(Replace(target, with_text(target, deletion.text)).visit(tree))
    assert deletion.member is not None, "a word is in a string or a member"
    if isinstance(target, ast.Dict):
        del target.keys[deletion.member], target.values[deletion.member]
    else:
        assert isinstance(target, ast.Set | ast.List | ast.Tuple)
        del target.elts[deletion.member]
        if isinstance(target, ast.Set) and not target.elts:
            call = ast.Call(ast.Name("frozenset", ast.Load()), [], [])
            return ast.fix_missing_locations(Replace(target, ast.copy_location(call, target)).visit(tree))
    return tree


class _Source:
    """A Python file and the nodes of its tree."""

    def __init__(self, file: Path) -> None:
        text = file.read_text(encoding="utf-8")
        self.file = file
        self.lines = text.splitlines()
        self.tree = ast.parse(text)
        self.nodes = list(ast.walk(self.tree))
        self.numbers = {id(node): number for number, node in enumerate(self.nodes)}

    @cached_property
    def matched_whole(self) -> set[str]:
        """Names of patterns that are asked to match a whole text."""
        return {
            node.value.id
            for node in self.nodes
            if isinstance(node, ast.Attribute)
            and node.attr == "fullmatch"
            and isinstance(node.value, ast.Name)
        }

    def line_of(self, node: ast.expr, word: str) -> int:
        """The line of the string `node` where the word stands, or where the string begins."""
        lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        return next((n for n in lines if word in self.lines[n - 1]), node.lineno)


def _pattern_calls(source: _Source) -> Iterator[ast.Call]:
    for node in source.nodes:
        if (
            isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Attribute)
            and node.func.attr in _PATTERN_MAKERS and isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
        ):  # fmt: skip
            yield node


def _pattern_names(sources: Sequence[_Source]) -> tuple[set[str], set[str]]:
    """The names whose strings become pieces of patterns, and the functions that make patterns of their arguments."""
    names: set[str] = set()
    assigned: dict[str, list[ast.AST]] = {}
    makers: set[str] = set()
    for source in sources:
        for call in _pattern_calls(source):
            names |= _names_in(call.args[0])
        for statement in source.tree.body:
            for name, value in _assigned(statement):
                assigned.setdefault(name, []).append(value)
            if isinstance(statement, ast.FunctionDef):
                assigned.setdefault(statement.name, []).append(statement)
                if any(isinstance(n, ast.Attribute) and n.attr == "compile" for n in ast.walk(statement)):
                    makers.add(statement.name)
    todo = set(names)
    while todo:
        inner = {n for name in todo for value in assigned.get(name, ()) for n in _names_in(value)}
        todo = inner - names
        names |= inner
    return names, makers


def _names_in(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} | {
        n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)
    }


def _assigned(statement: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(statement, ast.Assign):
        for target in statement.targets:
            if isinstance(target, ast.Name):
                yield target.id, statement.value
    elif isinstance(statement, ast.AnnAssign) and statement.value and isinstance(statement.target, ast.Name):
        yield statement.target.id, statement.value


def _in_source(source: _Source, names: set[str], makers: set[str], whole: set[str]) -> Iterator[Deletion]:
    seen = {
        id(inner)
        for node in source.nodes
        if isinstance(node, ast.keyword) and node.arg in _EXAMPLES
        for inner in ast.walk(node)
    }
    for node, flags, is_whole in _pattern_texts(source, names, makers, whole):
        if id(node) not in seen:
            seen.add(id(node))
            yield from _in_pattern(source, node, flags, is_whole)
    for node in source.nodes:
        if isinstance(node, ast.Call) and (text := _split_text(node)) is not None:
            yield from _in_word_list(source, text)
    for node in _tables(source):
        yield from _in_table(source, node)


def _pattern_texts(
    source: _Source, names: set[str], makers: set[str], whole: set[str]
) -> Iterator[tuple[ast.expr, int, bool]]:
    """The strings that are patterns or pieces of them: each with its flags, and whether it may be matched whole."""
    direct = {}
    for statement in source.tree.body:
        for name, value in _assigned(statement):
            direct[id(value)] = name
    for call in _pattern_calls(source):
        rest = [*call.args[1:], *(k.value for k in call.keywords)]
        flags = sum(int(getattr(re, n, 0)) for n in {n for r in rest for n in _names_in(r)} if n.isupper())
        is_whole = direct.get(id(call), "") in whole or id(call) not in direct
        yield from ((text, flags, is_whole) for text in strings(call.args[0]))
    for statement in source.tree.body:
        for name, value in _assigned(statement):
            if name in names:
                yield from ((text, 0, True) for text in strings(value))
        if isinstance(statement, ast.FunctionDef) and statement.name in names:
            yield from ((text, 0, True) for part in statement.body for text in strings(part))
    for node in source.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in makers:
            for argument in (*node.args, *(k.value for k in node.keywords)):
                yield from ((text, 0, True) for text in strings(argument))


def _in_pattern(source: _Source, node: ast.expr, flags: int, is_whole: bool) -> Iterator[Deletion]:
    pieces: list[ast.expr] = []
    text = text_of(node, pieces)
    for each in alternatives(text):
        word = "".join(
            f"{{{ast.unparse(pieces[ord(s) - FIRST_PLACEHOLDER])}}}" if ord(s) >= FIRST_PLACEHOLDER else s
            for s in text[each.start : each.end]
        )
        yield Deletion(
            file=source.file, line=source.line_of(node, word), word=word, node=source.numbers[id(node)], text=without(text, each),
            same=makes_no_difference(text, each, flags, whole=is_whole),
        )  # fmt: skip


def _split_text(node: ast.Call) -> ast.Constant | None:
    """The string that a chain such as `"a|b".casefold().split("|")` begins with."""
    if not (isinstance(node.func, ast.Attribute) and node.func.attr == "split"):
        return None
    inner: ast.expr = node.func.value
    while isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute):
        inner = inner.func.value
    return inner if isinstance(inner, ast.Constant) and isinstance(inner.value, str) else None


def _in_word_list(source: _Source, node: ast.Constant) -> Iterator[Deletion]:
    text = str(node.value)
    word = re.compile(r"[^|\n]+" if "|" in text else r"\S+")
    found = [m for m in word.finditer(text) if m[0].strip()]
    names = [m[0].strip() for m in found]
    for match, name in zip(found, names, strict=True):
        behind = match.end() + (text[match.end() : match.end() + 1] == "|")
        yield Deletion(
            file=source.file, line=source.line_of(node, name), word=name, node=source.numbers[id(node)],
            text=text[: match.start()] + text[behind:], same=names.count(name) > 1,
        )  # fmt: skip


def _tables(source: _Source) -> Iterator[ast.expr]:
    """The collections of words: those of the module itself, and those that a text is compared with."""
    for statement in source.tree.body:
        for name, value in _assigned(statement):
            if name not in _NO_WORDS:
                yield from _collections(value)
    for node in source.nodes:
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
            yield from (c for c in node.comparators if id(c) in source.numbers and _is_table(c))
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("startswith", "endswith"):
            yield from (a for a in node.args if _is_table(a))


def _collections(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Subscript | ast.Lambda):  # types; code
        return
    if isinstance(node, ast.expr) and _is_table(node):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from _collections(child)


def _members(node: ast.AST) -> Sequence[ast.expr | None]:
    if isinstance(node, ast.Dict):
        return node.keys
    return node.elts if isinstance(node, ast.Set | ast.List | ast.Tuple) else ()


def _is_table(node: ast.AST) -> bool:
    members = _members(node)
    return bool(members) and all(isinstance(m, ast.Constant) and isinstance(m.value, str) for m in members)


def _in_table(source: _Source, node: ast.expr) -> Iterator[Deletion]:
    words = [str(m.value) for m in _members(node) if isinstance(m, ast.Constant)]
    for number, (member, word) in enumerate(zip(_members(node), words, strict=True)):
        line = member.lineno if member else node.lineno
        same = words.count(word) > 1
        yield Deletion(file=source.file, line=line, word=word, node=source.numbers[id(node)], member=number, same=same)  # fmt: skip
