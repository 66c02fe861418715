"""Articles to Parquet on Spark: `spark-submit bench/spark_recipe.py IN OUT`; docs/clusters.md explains it."""

import sys
from collections.abc import Iterator

import pandas
from pyspark.sql import SparkSession


def claims(frames: Iterator[pandas.DataFrame]) -> Iterator[pandas.DataFrame]:
    """One row an article: what it claims as a line of JSON, or why it was skipped."""
    from kgraph.engine import ArticleFile, Job, Task, run
    from kgraph.rdf import DEFAULT_BASE

    rows = (row for frame in frames for row in zip(frame["path"], frame["content"], strict=True))
    jobs = (Job(ArticleFile(path, path), data=bytes(content)) for path, content in rows)
    for outcome in run(jobs, Task(format="jsonl", base=DEFAULT_BASE), workers=1):
        line = bytes(outcome.payload).decode()
        yield pandas.DataFrame({"path": [outcome.path], "line": [line], "skipped": [outcome.reason]})


def main(articles: str, out: str) -> None:
    spark = SparkSession.builder.appName("kgraph").getOrCreate()
    files = spark.read.format("binaryFile").option("recursiveFileLookup", "true")
    found = files.option("pathGlobFilter", "*.md").load(articles).select("path", "content")
    found.mapInPandas(claims, "path string, line string, skipped string").write.parquet(out)


if __name__ == "__main__":
    main(*sys.argv[1:])
