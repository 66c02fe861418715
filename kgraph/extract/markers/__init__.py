"""Which tokens of the body cite, and which do not (semantics, section 4)."""
