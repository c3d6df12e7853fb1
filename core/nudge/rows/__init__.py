"""The rules of the nudge policy, a file for each, named as it is printed (how to add one: ../README.md)."""
