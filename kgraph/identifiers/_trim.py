"""The end of an identifier in running text: what belongs to the sentence around it is not part of it."""

_OPENERS = {")": "(", "]": "[", "}": "{", ">": "<"}


def trimmed(text: str, stops: str, closers: str = ")]}") -> str:
    """`text` without the `stops` at its end, and without `closers` there that nothing in it opens.

    >>> trimmed("https://example.org/a_(b)).", ".")
    'https://example.org/a_(b)'
    """
    end = len(text)
    unopened: dict[str, int] = {}
    """How many of each closer are too many; counted once, since a text may end in thousands of them."""
    while end:
        last = text[end - 1]
        if last in closers:
            if last not in unopened:
                unopened[last] = text.count(last) - text.count(_OPENERS[last])
            if unopened[last] <= 0:
                break
            unopened[last] -= 1
        elif last not in stops:
            break
        end -= 1
    return text[:end]
