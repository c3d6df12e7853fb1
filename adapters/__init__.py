"""The outside, one folder for each: pure translation beside a client that does the I/O."""
