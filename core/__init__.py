"""The rules of Attune. Nothing here waits, reads a clock, rolls dice or touches the outside."""
