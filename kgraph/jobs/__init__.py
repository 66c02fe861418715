"""What a command does: the articles that are named, the store built and enriched, what the explorer shows of it."""
