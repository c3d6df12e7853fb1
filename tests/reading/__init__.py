"""Readers and the cues they read."""
