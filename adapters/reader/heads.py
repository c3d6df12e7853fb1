"""What the encoder answers: the names of its logits, in order."""

MESSAGE_HEADS = (
    "self_1", "self_2", "personal_1", "personal_2", "personal_3", "private_1", "private_2", "private_3",
    "affective_1", "affective_2", "affective_3", "good", "bad", "nonliteral", "disclosure",
    "danger", "fear_partner", "fear_other", "emotional", "informational", "intimacy",
)  # fmt: skip
"""A label of several grades is one logit for at least each grade (Frank and Hall 2001)."""
RESPONSE_HEADS = (
    "understanding_1", "understanding_2", "appreciation_1", "appreciation_2", "caring_1", "caring_2",
    "disinterest_1", "disinterest_2", "criticism_1", "criticism_2", "advice", "met", "relevance",
    "stance_responsive", "stance_neutral", "stance_disinterested", "stance_critical", "stance_advice",
    "threat", "control", "contempt", "thrown_back",
)  # fmt: skip
ALL_HEADS = (*MESSAGE_HEADS, *RESPONSE_HEADS)
