"""Servers of the platforms, simulated for tests."""
