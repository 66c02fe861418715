"""Prints docs/licences.md: what kgraph depends on and contains, and under which licences.

python .ci/licences.py > docs/licences.md       (with all extras installed, and web/ built)
"""

import re
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

EXTRAS = ("pandas", "enrich", "serve", "dask", "fsspec")
ROOT = Path(__file__).resolve().parents[1]
COPYLEFT = {
    "certifi": "MPL 2.0: a list of certificates, used as it is. Nothing follows for kgraph; who changes the list itself passes on its source.",
    "isbnlib2": "LGPL 3 or later: reads ISBNs. It is imported, not contained: installed as a package of its own, it can be replaced by another version, which is what the licence asks. Who ships kgraph in one file with it passes on its licence and its source, and lets it be replaced.",
    "pathspec": "MPL 2.0: patterns of ignore files, used as it is. Nothing follows for kgraph; who changes it passes on the source of the changes.",
    "tld": "MPL 1.1, GPL 2 or LGPL 2.1, by way of courlan, which trafilatura uses; only with the extra enrich. Taken under MPL 1.1: used as it is, nothing follows.",
}
"""What follows from the licences that ask for something to be passed on."""


def required(name: str, extras: frozenset[str] = frozenset()) -> set[str]:
    """Every package that `name` with these extras needs on this Python, and what those need."""
    found: set[tuple[str, frozenset[str]]] = set()
    waiting = [(name, extras)]
    while waiting:
        package, wanted = waiting.pop()
        for line in distribution(package).requires or ():
            need = Requirement(line)
            if need.marker and not any(need.marker.evaluate({"extra": extra}) for extra in ("", *wanted)):
                continue
            each = (re.sub(r"[-_.]+", "-", need.name).lower(), frozenset(need.extras))
            if each not in found:
                found.add(each)
                waiting.append(each)
    return {package for package, _ in found}


def licence(package: Distribution) -> str:
    """The licence as the package states it: an expression, a name, a classifier, or else the text it brings."""
    data = package.metadata
    named = data["License-Expression"] or data["License"] or ""
    if not named or "\n" in named:
        classes = [each for each in data.get_all("Classifier", []) if each.startswith("License :: ")]
        named = " or ".join(each.rpartition(" :: ")[2] for each in classes)
    if not named and "Permission is hereby granted, free of charge" in _text(package):
        named = "MIT"
    return named.removeprefix("The ")


def _text(package: Distribution) -> str:
    files = [each for each in package.files or () if re.match(r"licen[cs]e", each.name, re.IGNORECASE)]
    return "\n".join(str(each.read_text()) for each in files)


def main() -> None:
    plain = required("kgraph")
    owners = dict.fromkeys(plain, "")
    for extra in EXTRAS:
        for package in required("kgraph", frozenset([extra])) - plain:
            owners[package] = f"{owners[package]}, {extra}" if package in owners else extra
    print("# Licences\n")
    print(
        "kgraph is under the [MIT licence](../LICENSE). Made by `python .ci/licences.py > docs/licences.md`; a test compares"
    )
    print("the tables with what is installed and with what the explorer contains.\n")
    print("## What it depends on\n")
    print("Installed beside kgraph by pip, each as its own package; none is contained in kgraph's.\n")
    print("| package | licence | only with the extra |\n| --- | --- | --- |")
    for package in sorted(owners):
        print(f"| {package} | {licence(distribution(package))} | {owners[package]} |")
    print("\n## Licences that ask for something to be passed on\n")
    for package, words in sorted(COPYLEFT.items()):
        print(f"- **{package}**: {words}")
    print("\n## What the explorer contains\n")
    print(
        "Bundled into the wheel (`kgraph/web`), with the licence texts in `NOTICES.txt` beside it, at `/app/NOTICES.txt` of"
    )
    print(
        "`kgraph serve`, and in a comment at the head of an exported page. The build fails where a text is missing.\n"
    )
    print("| package | licence |\n| --- | --- |")
    notices = (ROOT / "web" / "dist" / "NOTICES.txt").read_text(encoding="utf-8")
    for package, named in re.findall(r"^(\S+) \S+ \((.+)\)\n=+$", notices, re.MULTILINE):
        print(f"| {package} | {named} |")


if __name__ == "__main__":
    main()
