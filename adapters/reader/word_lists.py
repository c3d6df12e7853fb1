# ruff: noqa: E501 -- a list of words reads better on long lines
"""Small word lists for the hand-made features of the linear reader; tokens are those of `core.reading.plain_text`."""

from __future__ import annotations

WORD_LISTS = {
    "i": "i i'm i've i'll i'd",
    "me": "me my mine myself",
    "we": "we us our we're we've we'll ours",
    "you": "you your you're you've you'll you'd yours yourself",
    "third": "xe xer they them their xname they're they've xe's xer's xname's someone people everyone",
    "kin": "xspouse xpartner xparent xparents xsibling xchild xchildren xgran xaunt xniece cousin family ex",
    "sad": "sad cry crying cried tears sobbing sob heartbroken devastated gutted miserable depressed depression lonely alone "
    "hurt hurts hurting grief grieving miss missing broken empty numb hopeless lost unhappy upset disappointed down",
    "fear": "scared afraid terrified frightened anxious anxiety worried worry worrying nervous panic panicking fear dread "
    "dreading petrified insecure stressed stress overwhelmed",
    "anger": "angry furious mad hate hates hated annoyed frustrated frustrating resent resentful livid betrayed jealous",
    "shame": "ashamed shame guilty guilt embarrassed embarrassing failure failed regret worthless useless pathetic stupid "
    "humiliated ugly fat coward fault sorry",
    "glad": "happy glad proud excited thrilled grateful thankful relieved relief joy delighted blessed lucky loved chuffed "
    "buzzing ecstatic overjoyed hopeful peace content",
    "longing": "hope hoping wish dream dreams dreamed want wanted need longing miss someday future plan always",
    "feel": "feel feels feeling felt feelings emotional heart",
    "tired": "tired exhausted drained worn sleep slept asleep awake insomnia burnt burnout struggling struggle cope coping",
    "secret": "secret told tell telling admit admitted confess honest honestly truth nobody never anyone private",
    "event": "diagnosed diagnosis cancer pregnant miscarriage divorce divorced funeral died dead death passed fired redundant "
    "laid job interview promotion engaged wedding broke dumped failed exam results benign hospital surgery scan therapy rehab "
    "sober relapsed evicted debt adopted baby graduated accepted rejected offer",
    "body": "body weight hands chest shaking sick pain illness doctor",
    "time_span": "years months since still anymore finally first last again ever whole every",
    "intense": "so really very just completely totally absolutely actually literally too",
    "negation": "not no never don't can't didn't won't couldn't haven't isn't wasn't nothing nobody none without doesn't",
    "mind": "think thought know realise realised realize realized understand believe remember wonder guess",
    "logistics": "pick bus train meet meeting dinner lunch tonight tomorrow pm am o'clock shop store milk ticket tickets car "
    "park door keys plumber order delivery call text send bring buy cook bin bins charger time late leave leaving arrive "
    "coming going home office email appointment book booked reservation link",
    "polite": "please thanks thank welcome sorry excuse cheers regards kindly appreciate morning hello hi hey bye",
    "wishes": "birthday congratulations luck happy merry wishing enjoy wishes cheers mubarak anniversary",
    "play": "game level film movie episode season song lyrics album team goal match player boss character book chapter "
    "netflix series band concert read watch watched watching played playing",
    "laughs": "lol haha hahaha lmao rofl hehe jk funny joke",
    "question": "what how why when where who which did do does are is can could would will have",
    "good_events": "got passed won accepted promoted engaged finally made finished job offer pregnant benign",
    "facts": "the it its there is was most many world state states country company president science known",
    "support": "hug hugs hugging here support listen listening proud care love sending thinking alone together sorry "
    "strong brave lean",
    "acknowledges": "hard tough awful horrible rough heavy painful terrible unfair scary difficult brutal rotten sucks makes "
    "sense understand understandable sounds hear must imagine no wonder",
    "values": "proud brave courage strong respect thank thanks trust trusting amazing incredible legend well deserve earned "
    "glad honoured honored told telling congratulations yay woohoo anyone",
    "flat": "ok okay k kk cool nice lol haha hmm mm oh yeah yep right sure fine whatever noted fair same ah wow good",
    "advice": "should try maybe need could must just better why get go see talk ask stop start consider have",
    "minimise": "least worse others overreacting dramatic calm relax big deal over everyone people just fine",
    "offers": "come over bring call ring round drive sit stay hold coming meet tonight anytime whatever whenever",
}
"""Name of a list and its words; a word may stand in several."""

NAMES = tuple(WORD_LISTS)
LISTS_OF_WORD: dict[str, tuple[int, ...]] = {}
for _index, _words in enumerate(WORD_LISTS.values()):
    for _word in set(_words.split()):
        LISTS_OF_WORD[_word] = (*LISTS_OF_WORD.get(_word, ()), _index)
