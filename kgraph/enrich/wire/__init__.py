"""The one guarded way to the network: requests, connections, pace, bodies and the cache."""
