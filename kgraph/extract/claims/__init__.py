"""From sentences to claims, each with the way it is backed (semantics, section 6)."""
