"""`attune bench`: simulated couples, and what each number can claim when readers err (science §5)."""
