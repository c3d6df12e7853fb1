"""What a host may set, and the words in each language."""
