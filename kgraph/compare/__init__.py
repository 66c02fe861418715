"""What became of claims between two versions: lost, re-sourced, reworded, gained, kept."""

from kgraph.compare.match import CHANGES, Change, Comparison, Statement, compare, marked

__all__ = ["CHANGES", "Change", "Comparison", "Statement", "compare", "marked"]
