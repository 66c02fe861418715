"""Where the reference lists of an article are, and which entries stand in them (semantics, section 3)."""
