# ruff: noqa: E501 -- a list of words reads better on long lines
"""Coarse topics by lists of words: enough to see that two messages are about the same thing, no index of words."""

from __future__ import annotations

from collections.abc import Sequence

_LISTS = {
    "work": "work job boss office shift manager colleague colleagues coworker interview promotion overtime redundancy "
    "redundant fired sacked hired career client salary wage meeting project deadline team quit resign business",
    "money": "money debt debts rent bills bill loan mortgage bank overdraft broke afford paycheck pay savings bailiffs "
    "benefits credit card rich poor cash owe budget pension gambling",
    "health": "doctor hospital surgery cancer diagnosis scan ill sick illness pain chemo consultant ward nurse "
    "medication tablets meds biopsy tumour tumor operation treatment clinic gp symptoms diabetes heart stroke "
    "migraine benign results injury hurts fever disease",
    "mind": "depressed depression anxiety anxious panic therapy therapist counsellor counselling lonely loneliness "
    "stress stressed overwhelmed adhd autism autistic ptsd ocd bipolar burnout suicidal numb mental crying "
    "empty worthless hopeless nightmares flashbacks",
    "body": "weight fat thin body skin scars eating diet hair ugly mirror shape bulimia anorexia binge gym weighed",
    "family": "family xparent xparents xsibling xsiblings xgran xaunt xniece cousin relatives inlaws parenting adopted",
    "children": "xchild xchildren baby kid kids children child toddler nursery school-run bathtime newborn",
    "pregnancy": "pregnant pregnancy ivf miscarriage miscarried fertility scan trimester conceive period abortion",
    "love": "love xspouse xpartner relationship marriage married marry divorce divorced breakup dating date kiss "
    "wedding engaged engagement ex anniversary crush split separated affair cheated cheating romance",
    "sex": "sex sexual sexy bed intimacy virgin libido naked aroused orgasm turned",
    "friendship": "friend friends friendship mate mates bestie group invited party",
    "death": "died death dead funeral grief grieving buried lost passed widow xwidow grave ashes gone mourning suicide",
    "home": "house home flat move moving landlord tenant kitchen evicted eviction homeless roof neighbours keys",
    "study": "school university uni college exam exams degree class teacher grades thesis course student study revision",
    "identity": "gay lesbian bi bisexual trans queer straight identity pronouns accent immigrant citizen culture race "
    "racist black white asylum refugee passport language autistic",
    "faith": "god church mosque temple pray prayed prayer faith religion religious bible quran priest imam believe sin",
    "drink_drugs": "drink drinking drunk alcohol sober vodka wine beer rehab addiction addict drugs weed smoking relapse",
    "safety": "scared afraid hit police attacked threatened violent violence rape raped abuse abused abusive stalker",
    "future": "dream dreams hope hopes hoping future plan plans someday wish want goal goals retire",
    "past": "childhood remember memories memory ago younger past grew used regret regrets trauma",
    "success": "won win passed accepted proud promoted achieved offer graduated award prize published finished",
    "pets": "dog cat puppy kitten pet vet horse hamster rabbit",
}  # fmt: skip
TOPICS = tuple(_LISTS)
_BY_WORD: dict[str, tuple[str, ...]] = {}
for _topic, _words in _LISTS.items():
    for _word in _words.split():
        _BY_WORD[_word] = (*_BY_WORD.get(_word, ()), _topic)
_MOST_TOPICS = 4


def topics_of(words: Sequence[str]) -> tuple[str, ...]:
    """Topics of tokens (`plain_text.tokens`), the most frequent first, at most four."""
    counts: dict[str, int] = {}
    for word in words:
        for topic in _BY_WORD.get(word.partition("'")[0], ()):
            counts[topic] = counts.get(topic, 0) + 1
    ranked = sorted(counts, key=lambda topic: (-counts[topic], TOPICS.index(topic)))
    return tuple(ranked[:_MOST_TOPICS])
