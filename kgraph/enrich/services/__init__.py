"""The services that are asked: one file each, and how each is asked."""
