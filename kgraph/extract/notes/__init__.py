"""Notes: which of them cite, the works that each names, and what a note refers back to."""
