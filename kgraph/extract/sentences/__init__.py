"""From a block to its sentences, without the markers (semantics, section 5)."""
