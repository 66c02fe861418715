"""A process that holds a graph, and forks another for each query: killing one costs no new load (decisions/0015)."""

from kgraph.keeper.keeper import IndexMaker, Keeper
from kgraph.keeper.process import Ended, Refused
from kgraph.keeper.worker import Answer, Output, Worker

__all__ = ["Answer", "Ended", "IndexMaker", "Keeper", "Output", "Refused", "Worker"]
