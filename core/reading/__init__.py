"""What is read in a message and in a response: the scores, their formulas and cues."""
