"""For all tests."""

import gc


def pytest_collection_finish() -> None:
    """What was collected lives as long as the run: the collector need not look at ten thousand tests again and again."""
    gc.collect()
    gc.freeze()
