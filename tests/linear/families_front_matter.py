"""Heads of articles, YAML and TOML, that grow with `n`."""


def _yaml(head: str) -> str:
    return f"---\n{head}\n---\nA fact stands here.\n"


def _toml(head: str) -> str:
    return f"+++\n{head}\n+++\nA fact stands here.\n"


# The head is read up to 64 KiB and no further, hence few repetitions that are long.
FAMILIES = {
    "YAML lines": lambda n: _yaml("a: b\n" * n),
    "YAML spaces in a value": lambda n: _yaml("title: a" + " " * n + "b"),
    "YAML spaces in values": lambda n: _yaml(f"a: b{' ' * 200}c\n" * (n // 100)),
    "YAML value of spaces": lambda n: _yaml("title:" + " " * n + "#"),
    "YAML long key": lambda n: _yaml("a" * n),
    "YAML dashes in a key": lambda n: _yaml("a-" * n + " b"),
    "YAML words in a value": lambda n: _yaml("title: " + "word " * n),
    "YAML string": lambda n: _yaml('title: "' + "word " * n + '"'),
    "YAML open string": lambda n: _yaml('title: "' + "a\\n" * n),
    "YAML quotes": lambda n: _yaml("title: '" + "''" * n + "'"),
    "YAML list": lambda n: _yaml("author: [" + "a, " * n + "a]"),
    "YAML items": lambda n: _yaml("author:\n" + "- Ada\n" * n),
    "YAML items of items": lambda n: _yaml("author:\n" + "- - - Ada\n" * n),
    "YAML mappings": lambda n: _yaml("author:\n" + "- name: Ada\n  site: b\n" * n),
    "YAML block": lambda n: _yaml("abstract: |\n" + "  words of it\n" * n),
    "YAML blank block": lambda n: _yaml("abstract: |\n" + "\n" * n + "  a"),
    "YAML comments": lambda n: _yaml("title: a\n" + "# of it\n" * n),
    "YAML questions": lambda n: _yaml("? " * n + "a"),
    "YAML colons": lambda n: _yaml("a" + ": " * n),
    "YAML deep by indents": lambda n: _yaml("".join(" " * (i % 60) + "a:\n" for i in range(n))),
    "YAML that never ends": lambda n: "---\n" + "a: b\n" * n,
    "YAML dots": lambda n: "---\n" + "..\n" * n + "...\n",
    "TOML lines": lambda n: _toml("".join(f"a{i} = 1\n" for i in range(n))),
    "TOML string": lambda n: _toml('title = "' + "word " * n + '"'),
    "TOML long string": lambda n: _toml('title = """' + "word\n" * n + '"""'),
    "TOML spaces": lambda n: _toml("title = 'a'" + " " * n),
    "TOML spaces in a key": lambda n: _toml("title" + " " * n + "= 1"),
    "TOML list": lambda n: _toml("authors = [" + "'a', " * n + "'a']"),
    "TOML tables": lambda n: _toml("".join(f"[a{i}]\nb = 1\n" for i in range(n))),
    "TOML tables of lists": lambda n: _toml("[[a]]\nb = 1\n" * n),
    "TOML inline tables": lambda n: _toml("".join(f"a{i} = {{b = 1}}\n" for i in range(n))),
    "TOML dotted key": lambda n: _toml(".".join("a" * n) + " = 1"),
    "TOML dotted table": lambda n: _toml("[" + ".".join("a" * n) + "]"),
    "TOML dots in strings": lambda n: _toml('title = "' + "a. " * n + '"'),
    "TOML long word": lambda n: _toml("a" * n),
    "TOML number": lambda n: _toml("a = " + "1" * n),
    "TOML escapes": lambda n: _toml('a = "' + "\\u0041" * n + '"'),
}
