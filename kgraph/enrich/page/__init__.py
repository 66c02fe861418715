"""What a fetched page says of itself."""
