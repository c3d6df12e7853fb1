"""`python -m bot evaluate`: every figure of the shipped reader, with its interval, beside the baselines.

A *section* is a function in a file of its own that takes a `Run` and gives tables; `sections.py` lists them
in order. To add one, write the file, add a line there and its name in `bot/evaluate.py`. A text on which two
labellings differ stays out of every figure that asks yes or no.
"""
