"""Words that tell a gender or name a person, and what readers see instead (science §1, rows 20 and 21)."""

from __future__ import annotations


def listed(words: str) -> list[str]:
    """The words of a block of text."""
    return words.split()


GENDERED = {
    word: neutral
    for neutral, words in {
        "xe": "he she",
        "xer": "him her his hers",
        "xerself": "himself herself hisself",
        "xspouse": "wife husband hubby wifey hubs missus spouse",
        "xspouses": "wives husbands spouses",
        "xpartner": "boyfriend girlfriend bf gf fiance fiancee partner",
        "xpartners": "boyfriends girlfriends partners",
        "xparent": "mum mom mam mummy mommy mama mother dad daddy papa father pa ma pops parent",
        "xparents": "mums moms mothers dads fathers parents",
        "xsibling": "brother sister sis bro sibling",
        "xsiblings": "brothers sisters siblings",
        "xchild": "son daughter",
        "xchildren": "sons daughters",
        "xaunt": "aunt uncle auntie aunty",
        "xniece": "niece nephew",
        "xgran": "gran nan nana granny grandma grandmother grandad granddad grandpa grandfather nanna nanny",
        "xkid": "boy girl lad lass lassie",
        "xkids": "boys girls lads lasses",
        "xman": "man woman guy lady gentleman bloke gal gals",
        "xmen": "men women guys ladies gentlemen blokes",
        "xmr": "mr mrs ms sir madam",
        "xbride": "bride groom",
        "xhost": "waiter waitress",
        "xactor": "actor actress",
        "xwidow": "widow widower",
    }.items()
    for word in words.split()
}

GIVEN_NAMES = frozenset(
    listed(
        """
    aaron abby abdul abigail adam adele aisha alan alex alexa alexander alfie ali alice alison amanda
    amber amelia amir amy ana andrea andrew andy angela anna anne annie anthony anya aoife ari arthur
    asha ashley audrey ava barbara becca becky ben benjamin beth betty bev bob brandon brenda brian
    bridget callum cara carl carla carlos carol caroline catherine charlie charlotte chloe chris
    christine christopher ciara claire clara colin connor craig daisy dan dana daniel danny dave david
    deb debbie deborah dennis derek diana diane diego dom dominic donna doris dorothy dylan ed eddie
    edward eileen elaine eleanor eli elizabeth ella ellen ellie emily emma eric erin esther ethan evan
    eve evie fatima finn fiona frances francis fred freya gareth gary gavin gemma geoff george georgia
    gina graham greg hamza hannah harriet harry hassan hazel heather helen henry holly ian ibrahim imran
    ines isaac isabel isla ivan jack jackie jacob jade jake james jamie jan jane janet jasmine jason jay
    jean jeff jen jenna jennifer jenny jerry jess jessica jill jim jo joan joanna joe joel john johnny
    jon jonathan jordan jose joseph josh joshua joyce juan judith judy julia julian julie justin kai
    karen karl kate katherine kathy katie kayla keith kelly ken kenneth kerry kevin khalid kieran kim
    kirsty kyle laila lara laura lauren layla leah lee len leo leon lewis liam lily linda lisa liz logan
    lola louis louise lucas lucy luis luke lydia lynn maggie malik mandy marco margaret maria marie
    mariam marion martha martin mary matt matthew maya mehmet mei mel melanie melissa mia michael
    michelle miguel mike millie mina mo mohamed mohammed moji molly monica morgan nadia nancy naomi
    natalie natasha nathan neil niamh nick nicola nicole nigel nikki nina noah nora norma oliver olivia
    omar oscar owen paige pam pamela pat patricia patrick paul paula pauline pedro peggy penny pete
    peter phil philip phoebe priya rachel raj ravi ray rebecca rhys ricardo richard rita rob robert
    roberta robin roger ron rory rosa rosie ross roy ruby rupert russell ruth ryan sadie sally sam
    samantha samir sammy sandra sanjay sara sarah sean sergio shane shannon sharon shaun sheila shirley
    simon siobhan sofia sonia sophia sophie stacey stan stella stephanie stephen steve steven stewart
    stu stuart sue susan suzanne tanya tara tariq ted teresa terry theo theresa thomas tim tina toby
    todd tom tommy tony tracey tracy trevor tyler valerie vanessa vera veronica vicky victor victoria
    vijay vincent wendy wes yasmin yetunde yusuf zac zach zara zoe
    """
    )
)
"""Common given names, none of which is also an everyday word; other names are known by their capital."""

NOT_NAMES = frozenset(
    listed(
        """
    i i'm i've i'll i'd monday tuesday wednesday thursday friday saturday sunday january february march
    april may june july august september october november december god jesus christ allah lord christmas
    easter eid diwali ramadan english french german spanish indian chinese american british irish ok
    okay lol omg tv uk us usa gp nhs er icu adhd ptsd ocd ibs hiv phd gcse pe it the a an and but so my
    you your we they he she no yes not love dad mum mom mama papa mother father nan gran grandad dear
    thanks thank please sorry ivf mri ct bi gay trans muslim jewish catholic christian hindu xlink
    """
    )
)
"""Words that are often written with a capital and are no names."""
