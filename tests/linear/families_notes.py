"""Notes of bibliographic prose: texts that grow with `n`."""

from collections.abc import Callable


def _note(text: str) -> str:
    return f"Tides rise.[^1]\n\n[^1]: {text}\n"


def _notes(line: Callable[[int], str], n: int) -> str:
    return (
        "".join(f"Tides rise.[^{i}] " for i in range(n))
        + "\n\n"
        + "".join(f"[^{i}]: {line(i)}\n" for i in range(n))
    )


FAMILIES = {
    "notes with ibid.": lambda n: _notes(lambda i: "Ibid., 15." if i else "Ann Moss, *Tides* (Leeds: Cato, 1999), 12.", n // 4),
    "notes with short titles": lambda n: _notes(lambda i: "Moss, *Tides*, 15." if i else "Ann Moss, *Tides* (Leeds: Cato, 1999), 12.", n // 4),
    "works of one author in notes": lambda n: _notes(lambda i: f"Ann Moss, *Tides {i}* (Leeds: Cato, 1999), 12.", n // 4),
    "short titles that fit many works": lambda n: _notes(lambda i: "Moss, *Tides*, 15." if i % 2 else f"Ann Moss, *Tides {i}* (Leeds: Cato, 1999), 12.", n // 4),
    "notes that name notes": lambda n: _notes(lambda i: f"Moss, supra note {i // 2}, at 12." if i else "Ann Moss, *Tides* (Leeds: Cato, 1999), 12.", n // 4),
    "tokens of notes in a note": lambda n: "Tides rise.[^1]\n\n[^2]: Ann Moss, *Tides*, Leeds 1999, 12.\n[^1]: See " + "[^2], " * n + "\n",
    "works in a note": lambda n: _note("Ann Moss, *Tides*, Leeds 1999, 12; " * n),
    "addresses in a note": lambda n: _note("See [Tides](https://example.org/a), and [Kelp](https://example.org/b). " * n),
    "authors in a note": lambda n: _note("Moss, Ann; " * n + "Reed, Bo: Kelp, Ulm 2001."),
    "family names in a note": lambda n: _note("Moss, " * n + "*Kelp*, 12."),
    "joined names in a note": lambda n: _note("Ann Moss and " * n + "Bo Reed, Kelp, Ulm 2001."),
    "leads in a note": lambda n: _note("see also " * n + "Ann Moss, Tides, Ulm 2001."),
    "sentences in a note": lambda n: _note("It rose by 3. " * n + "Vgl. Moss, Ann: Kelp, Ulm 2001."),
    "prose in a note": lambda n: _note("and the tide rose, as they say, " * n),
    "capitals in a note": lambda n: _note("Aa Bb " * n + ", 2001."),
    "initials in a note": lambda n: _note("A. " * n + "Moss, Tides, Ulm 2001."),
    "commas in a note": lambda n: _note("Ann Moss, " + "Tides, " * n + "Ulm, Cato, 2001."),
    "stops and colons in a note": lambda n: _note("Moss: " * n + "Tides. " * n),
    "quotation marks in a note": lambda n: _note("“" * n + "Tides”, 2001"),
    "brackets in a note": lambda n: _note("Ann Moss, Tides (Leeds: Cato, " * n + "1999)"),
    "pages in a note": lambda n: _note("S. " + "12, " * n + "13"),
    "paragraphs of a note": lambda n: _note("Ann Moss, *Tides*, Leeds 1999, 12.\n\n" + "    It says more, see [this](https://example.org/a).\n\n" * (n // 4)),
    "Chinese in a note": lambda n: _note("白石：《水车》，" * n + "2004年，第31页。"),
}  # fmt: skip
