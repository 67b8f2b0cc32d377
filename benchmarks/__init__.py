"""Measurements beside peers: `make bench` runs all, and writes RESULTS.md."""
