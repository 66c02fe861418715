"""Places in plain text, kinds of characters, and repairs of text that was decoded wrongly."""
