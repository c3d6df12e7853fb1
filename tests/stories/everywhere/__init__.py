"""Stories written once and told on every platform: what people do and see, with no platform's name in them.

A story is an `async` function of a `Stage` in a module of stories; `test_everywhere.py` tells each on every
driver. A new story: write the function, add it to its module's `STORIES`. A new platform: write a class with
the verbs of `Stage` (what a person does there, and what they can see) and add it to `DRIVERS`.
"""
