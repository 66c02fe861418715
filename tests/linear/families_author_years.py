"""Citations by author and year, and entries without labels: texts that grow with `n`."""

_LIST = "\n\n## References\n\nMoss, A. (2019). *Tides*. Sea Press.\n\nReed, B. and Vale, C. (2010). *Moons*. Sea Press.\n"


def _entries(line: str, n: int) -> str:
    return "\n\n## References\n\n" + "".join(line.format(n=i) for i in range(n))


FAMILIES = {
    "years in brackets": lambda n: "Tides rise (Moss, 2019). " * n + _LIST,
    "years in brackets of nobody": lambda n: "Tides rise (Dorn, 2018). It is so (Moss, 2019). " * n + _LIST,
    "years alone": lambda n: "Moss rose. It was (2018) " + "Aa Bb (2018) " * n + _LIST,
    "brackets of years left open": lambda n: "It (Moss, 2019 " * n + _LIST,
    "works in a bracket": lambda n: "It is so (" + "Moss, 2019; " * n + "Reed, 2010)." + _LIST,
    "names in a bracket": lambda n: "It is so (" + "Moss, " * n + "2019)." + _LIST,
    "years in a bracket": lambda n: "It is so (Moss, " + "2019, " * n + "2020)." + _LIST,
    "names before a year": lambda n: "Moss, " * n + "(2019) says so." + _LIST,
    "names joined before a year": lambda n: "Moss and " * n + "Vale (2019) says so." + _LIST,
    "capitals before a year": lambda n: "A" * n + " (2019) says so." + _LIST,
    "capitals before years": lambda n: "ABCDEFGHIJKLMNOPQRSTUVWXYZ (2019) " * n + _LIST,
    "particles before a year": lambda n: "van der " * n + "Moss (2019) says so." + _LIST,
    "initials before a year": lambda n: "A. B. " * n + "Moss (2019) says so." + _LIST,
    "Chinese before years": lambda n: "王明和李强、王明（2019）说" * n + _LIST,
    "signals in a bracket": lambda n: "It is so (" + "see also " * n + "Moss, 2019)." + _LIST,
    "abbreviations of bodies": lambda n: "Kite Board of Orn (KBO) flew (KBO, 2019). " * n + _LIST,
    "entries of one author and year": lambda n: "It is so (Moss, 2019). " * n + _entries("Moss, A. (2019). *Tides {n}*. Sea Press.\n\n", n),
    "entries of one author": lambda n: "It is so (Moss, 1000). " * n + _entries("Moss, A. (2019a). *Tides {n}*. Sea Press.\n\n", n),
    "entries in a paragraph": lambda n: "It is so (Moss, 2019).\n\n## References\n\n" + "Moss, A. (2019). Tides. Sea Press. " * n,
    "authors of an entry in a paragraph": lambda n: "It is so (Moss, 2019).\n\n## References\n\n" + "Moss, A., " * n + "(2019). Tides.",
    "lists of one author and year": lambda n: "".join(f"It is so (Moss, 2019).\n\n## References\n\nMoss, A. (2019). *Tides {i}*. Sea Press.\n\n## More\n\n" for i in range(n // 10)),
    "broken addresses": lambda n: "It is so [1].\n\n## References\n\n" + "[1] Tides. http://www .example.org/a\n" * n,
    "single quotes behind a year": lambda n: "It is so (Moss, 2019).\n\n## References\n\nMoss, A. (2019) ‘" + "a’ " * n + "b’, Sea J.",
    "brackets before the year of an entry": lambda n: "It is so (Moss, 2019).\n\n## References\n\nMoss, A. " + "(a) " * n + "(2019) ‘Tides’, Sea J.",
}  # fmt: skip
