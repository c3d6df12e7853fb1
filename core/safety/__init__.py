"""Keeping people safe: what is a sign, what closes a lock, and what rests (science §4).

Nothing here is a diagnosis, and nothing here is shown. What is kept are dates: until when notes rest, when
something weaker was noticed, and when somebody last spoke of a coarse topic.
"""
