# ruff: noqa: E501 -- a pattern on one line reads better than a broken one
"""Words of danger: from oneself, from a partner, and words in a response that hurt (science §4).

Patterns run on tokens without gender and name (`plain_text.flat`). Each has bounded gaps, none nests a repetition,
so the time is linear in the (capped) text. They exist to keep silent: recall before precision.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SCARED = r"(?:scared|afraid|terrified|frightened|petrified|fear|fearful|frightens|scares|terrifies)"
_PARTNER = r"(?:my (?:ex )?(?:ex|xspouse|xpartner|fella|other half|old xman|xman)|the xspouse|baby daddy)"
_THEY = r"(?:xe|they|xname|you|" + _PARTNER + ")"
_THEM = r"(?:xer|them|xname|you|" + _PARTNER + ")"
_GAP = r"(?:\S+ ){0,3}"
_HURT = (
    r"(?:hit|hits|hitting|slap|slaps|slapped|punch|punches|punched|choke|chokes|choked|strangle|strangled|strangles|"
    r"kicks|kicked|shove|shoves|shoved|grabbed|grabs|beats|beat|battered|batters|raped|rapes|burned|burnt|bit|"
    r"throttled|headbutted|spat on|spits on|attacked|attacks|assaulted)"
)

_SELF_HARM = [
    (0.8, r" (?:make|makes|made) it (?:to|through|till|until) (?:the )?(?:morning|night|tomorrow|weekend|another day) | enough of (?:living|life|being alive|this life) "),
    (0.8, r" (?:death|dying|being dead|suicide) (?:would|sounds|seems|feels|looks|is) (?:be )?(?:\S+ )?(?:relief|easier|better|nice|peaceful|peace|an option|answer|way out|good|kinder|tempting) "),
    (0.9, r" (?:live or die|alive or dead|will to (?:live|go on)|want(?:ed)? out of (?:life|this life)|if i'm dead|i'm dead inside|think(?:ing)? about death) "),
    (0.9, r" (?:to|gonna|going to|will|i'll) (?:end it|end things|end everything)(?: all| now| tonight| soon| today| $| [.!])"),
    (0.8, r" disappear (?:\S+ ){0,2}(?:never|forever|for good|completely) | i (?:have |just |'ve )?cut (?:again|last night|today|deep|deeper)(?: |$)| (?:swallow|swallowing|take|taking) (?:every|all|the whole|a handful|a bunch)(?:thing)? (?:\S+ ){0,3}(?:cabinet|pills|bottle|tablets|box|packet) "),
    (0.8, r" better off if i(?:'m| am| was| were|'d)? (?:dead|gone|not|never|died|just) | (?:drink|drank|drinking) (?:the )?bleach | (?:noose|razor blade|gun to my) "),
    (1.0, (r" (?:kill|killed|killing|hang|hanged|hanging|harm|harmed|harming|hurt|hurting|cut|cutting|shoot|shooting|stab|burn|burning|drown|drowning|"
     r"starve|starving|poison) myself(?! (?:on|in|at|while|playing|doing|shaving|cooking|laughing|by accident))\b")),
    (0.9, r" (?:about|of) (?:not being (?:here|alive|around)|being dead|dying|suicide|ending (?:it|things|everything|my)|killing|death all the time|disappearing) "),
    (0.9, r" (?:feel|feels|felt|feeling) like (?:ending (?:it|things|everything)|dying(?! of)|giving up on (?:life|living|everything)|not (?:living|existing)|killing) "),
    (0.8, r" (?:if|when|once|after) i (?:died|die|was dead|were dead|am dead|was gone|were gone|am gone|'m gone|disappeared|killed) | i'm gone (?:they|everyone|nobody|you) "),
    (0.9, r" (?:hate|hating|sick of|tired of|regret|cope with|stand|bear) (?:being alive|living|existing|waking up|to live) | (?:stay|staying|being|keep me) alive (?!in)"),
    (0.9, r" (?:don't|dont|didn't|not|never) deserve to (?:live|be alive|exist|be here|breathe) | deserve to die "),
    (0.8, r" (?:pain|hurt|noise|thoughts|it|everything|this) to (?:just )?(?:stop|end|go away|be over) (?:for good|forever|permanently|once and for all) "),
    (0.8, r" point (?:in|of|to) (?:carrying on|carry on|going on|living|trying anymore|anything anymore|life|me|staying|being here|any of this|being alive) "),
    (0.8, r" (?:happier|better|better off|fine|easier|relieved)(?: off)? (?:without me|if i (?:died|wasn't|weren't|was gone|disappeared)|once i'm gone|with me gone) "),
    (0.8, r" (?:bought|got|have|saved|saving|hoarding|stockpiled|counted) (?:the|some|enough|all the|up|my) (?:\S+ )?(?:pills|tablets|rope|razor|blades|blade) "),
    (0.8, r" (?:driving|drive|drove|crash|crashing|swerve|swerving|walk|walking|step|stepping) (?:\S+ ){0,3}(?:into (?:a|the|oncoming) (?:wall|tree|traffic|sea|river|lorry)|in front of|into traffic|off the bridge) "),
    (0.8, r" (?:see|imagine|picture) (?:myself|me) (?:living|alive|making it|past|being here|getting to) | urges? to (?:hurt|cut|harm|die|end|kill|jump) "),
    (0.8, r" (?:no way out|way out is (?:death|dying|to die)|nothing left for me|given up on (?:life|living)|ready to go for good|say my goodbyes|saying goodbye to everyone) "),
    (1.0, r" (?:end|ending|take|taking|took|ended) (?:it all|my (?:own )?life|everything tonight|my own life|things tonight) "),
    (1.0, r" i(?:'m| am| feel| felt| have| 've been| was| get|'ve been) " + _GAP + r"suicidal "),
    (0.9, r" (?:think|thinking|thought|thoughts|planned|planning|attempt|attempted|tried|considered|considering) " + _GAP
     + r"(?:suicide|dying|ending it|overdose|overdosing) "),
    (0.9, r" (?:commit|committing) suicide | unalive myself | kms | off myself | top myself | do myself in | end myself "),
    (1.0, (r" (?:want|wanted|wanting|wish|like|ready|rather|try|tried|going) (?:to |i could |i would )?(?:just )?(?:die|not exist|"
     r"be dead|disappear forever|never wake up|not wake up|not be alive|stop existing|stop living|sleep and (?:never|not) wake up|go to sleep and (?:never|not) wake up) ")),
    (1.0, r" wish i (?:was|were|had been|'d been|could be) (?:dead|never born|gone forever) | wish i(?: had|'d)? never been born "),
    (1.0, (r" (?:don't|didn't|do not|dun|no longer|not|doesn't) (?:really )?want (?:to )?(?:live|be alive|exist|wake up|be here|"
     r"be here anymore|carry on living|go on living)(?: any ?more)? ")),
    (1.0, r" (?:no|any|a) (?:reason|point|will) (?:to|in|for) (?:live|living|keep living|go on|going on|being alive|carrying on) "),
    (1.0, r" better off (?:without me|if i|dead) | better if i (?:wasn't|weren't|was not|were not|was gone|died|was dead) "),
    (0.9, r" (?:burden|burden on|burden to|burden for) (?:\S+ )?(?:everyone|everybody|all|them|people|my family) "),
    (0.9, r" (?:point|use) (?:of|in) (?:me|tomorrow|living|life|being here|being alive|any of it)(?: |$)"),
    (0.9, r" (?:can't|cannot|can not) (?:(?:go|carry) on(?: (?:like this|anymore|any more|living|without|with (?:this|life)|[.!] )| $)|keep (?:on )?(?:living|going)|live like this|live anymore|live any more)(?: |$)"),
    (0.9, r" tired of (?:living|life|being alive|existing) | (?:isn't|not|ain't|never) worth (?:living|it anymore living) | way out (?:except|but|other than|besides) (?:\S+ )?(?:dying|death|die) | (?:nobody|no one|noone|who) would (?:even )?(?:miss me|notice if i|care if i (?:died|was gone|disappeared)) | plan to (?:end it|die|kill) | done with (?:life|living)(?! (?:admin|in|at|here|abroad|with))\b| over living | sick of living "),
    (1.0, r" (?:pull|pulled|pulling) the trigger | slit my | cut my (?:arms|wrists|legs|arm|wrist|leg) | self ?-? ?harm\S* | selfharm\S* | (?:having|had|have|get|getting|got|with) (?:\S+ ){0,2}suicidal (?:thoughts|feelings|ideas) "),
    (1.0, r" overdose[ds]? | overdosing | (?:took|take|taking|swallowed) (?:all (?:of )?)?(?:the|my|these|those) (?:whole )?(?:pills|tablets|bottle) "),
    (1.0, r" (?:not|don't feel|isn't) safe (?:with|from|in|around) (?:myself|my own|my head) | safe with my own head "),
    (0.9, r" (?:jump|jumping|jumped) (?:off|in front of|from) (?:the|a|that) (?:bridge|roof|train|building|balcony|cliff|window) "),
    (0.9, r" (?:longing|aches|ache|long|longed|waiting) for death | nothing (?:left )?to live for | goodbye forever "),
    (0.8, r" (?:written|wrote|writing) (?:the|my) (?:letters|goodbyes|note|suicide note) | manage fine without me | my last (?:night|goodbye) "),
    (0.8, r" don't see (?:me|myself) in it | hear your voice before | won't be (?:here|around) (?:tomorrow|much longer|for long) "),
    (0.8, r" (?:hope|pray|prayed|wish) (?:that )?i (?:don't|didn't|do not|never) wake up | fall asleep and (?:not|never) wake "),
    (0.8, r" reason to live | contemplating dying | want (?:it|this) (?:all )?to (?:end|be over)(?: forever| for good)? "),
    (0.7, r" (?:relapsed|started|been|am|i'm|was) cutting (?:again|myself) | done it again \. don't be (?:cross|mad|angry) "),
]  # fmt: skip
_HARM_BY_KIN = [
    (0.7, r" (?:xparent|xsibling|xaunt|xgran|cousin|boss|landlord|uncle|family) " + _GAP + _HURT + r" me "),
    (0.7, r" put me against the wall | by my neck | going to (?:kill|hurt) me (?:if|when|tonight|next) | finishes it "),
]  # fmt: skip
_PARTNER_HARM = [
    (0.9, r" " + _THEY + r" (?:\S+ ){0,2}(?:pinned|pins|slammed|slams|grabbed|grabs|dragged|drags|twisted|twists|smashed|burned|kicked|punched|hit|held|holds|yanked|yanks|"
     r"pulled|squeezed|crushed|squashed) (?:me|my) (?:head|face|wrists?|arms?|hair|neck|throat|against|down|into|by|onto|so|back|legs?|hands?) "),
    (0.9, r" " + _THEY + r" (?:made|makes|forced|pressures|pressured|guilts) me (?:to )?(?:have sex|sleep with|do things|touch|undress|strip) | (?:when|after|even though) i (?:said|say|told xer) no(?: |$)"),
    (0.8, r" (?:reads?|checks?|goes through|went through|searches) (?:all )?my (?:messages|phone|texts|emails?|dms) | tells me (?:who|what) i can | (?:follows|followed|watches|tracks) me (?:to|everywhere|at|home|around|constantly|through) "),
    (0.9, r" (?:lock|locked|locking|barricade|barricaded|hide|hid|hiding) (?:myself )?(?:\S+ )?(?:in|inside) (?:the|my|our) (?:bathroom|bedroom|toilet|room|car|closet|loo) "),
    (0.9, r" (?:turned up|turns up|shows up|showed up|came|waiting|stood)(?: \S+){0,5} with a (?:knife|gun|bat|hammer) | (?:bruise|bruised|bruises|black eye)(?: \S+){0,4} (?:xe|xer|they|my xspouse|my xpartner) | hard (?:it|that it) bruised "),
    (1.0, r" " + _THEY + r" (?:just |also |once |always |actually |nearly |almost |has |have |had |'s |'ve )?" + _HURT
     + r" (?:me (?:in the (?:face|stomach|head|mouth|ribs|eye)|by (?:the|my) (?:throat|neck|hair|arm|wrist)|with (?:a|xer|the)(?! news))|(?:me|my face|my arm|us)(?! (?:with|up|that|like|at|in|to|by|off|out|again in|for)\b))"),
    (1.0, r" (?:put|puts|putting) (?:xer|their|your|a|the|xname's) (?:hands?|fists?|fist) (?:on|round|around|in|through|to|into) | (?:got|had|laid|lays) (?:xer|their|your) (?:hands?|fists?) (?:on me|round my|around my|to my|over my) "),
    (1.0, r" (?:threw|throws|throwing|smashed|broke) " + _GAP + r"at (?:me|my head) | pushed me (?:down|into|against|over|off|onto) "),
    (1.0, r" (?:forces|forced|forcing) (?:me (?:to (?:have|do|sleep|stay|touch|give|quit|sign)|into|down|onto|against|[.!]|$|and)|xerself on|themselves on) "),
    (0.9, r" (?:" + _PARTNER + r"|xe|they|you|xname)(?:'s| is| was| are| were| gets| got| get| has been| becomes| can be| has| been)?(?: \S+){0,2} (?:abusive|violent|physical with me|aggressive|controlling) "),
    (0.9, r" (?:abusive|violent|controlling) (?:relationship|marriage|xspouse|xpartner|ex|home|household) | (?:restraining|protective|non molestation) order | domestic (?:violence|abuse) "),
    (0.8, r" (?:police|cops) (?:on|about|because of|to) (?:xer|" + _PARTNER + r") | (?:hide|hid|hiding) (?:the |my )?(?:knives|knife|money|keys|phone|bruises|bank) (?:\S+ )?from (?:xer|them|you|my) "),
    (0.9, r" (?:flinch|flinched|freeze|cower|hide|hid) (?:when|whenever|every time|in the) (?:xe|they|you|xname|bathroom)(?: |$)| (?:raises?|raised) (?:xer|their|your|a) (?:hand|hands|fist|fists) "),
    (0.9, r" (?:spat|spits?) (?:in|on|at) (?:my|me) | (?:blocked|blocks|blocking|stood in front of) the door | broke my (?:phone|arm|nose|ribs?|jaw|wrist|finger|laptop|things) "),
    (0.9, r" (?:find|hunt|kill|track) me (?:wherever|if i|no matter|when i leave|one day|down|anywhere) | (?:kill|hurt) (?:xerself|themselves|yourself) if i (?:leave|left|go|ever) "),
    (0.9, r" (?:controls?|controlled|controlling) (?:everything|me|my|what i|who i|all (?:the|my|our)) | (?:takes?|took|keeps?|has|controls?) (?:all )?my (?:wages|salary|pay|card|money|benefits) "),
    (0.8, r" can't (?:even )?(?:see|talk to|call|visit) my (?:xparents?|family|friends|xsiblings?|own) (?:because|without|anymore|or|$)| (?:locked|lock|chair|knife)(?: \S+){0,5} because of (?:xer|them|my xspouse|my xpartner) "),
    (0.9, r" (?:afraid|scared|terrified|worried)(?: \S+){0,3} (?:will|'ll|might|could|going to|would) (?:hurt|hit|kill|take|beat) (?:me|us|the|my|our) "),
    (0.8, r" (?:stalks?|stalked|stalking) me | keeps? threatening | threatened to | threatens to | (?:hurts|abuses|abused|beats|molested) me "),
    (0.9, r" (?:threatened|threatens|threatening) (?:me|to (?:kill|hurt|hit|take|leak|post|burn)) "),
    (0.9, r" (?:xe|they|you|xname)(?: said|'ll|'s going| going| will| would| might| says)? " + _GAP + r"(?:kill|hurt) me (?:if|when|one day|next time|some day|for real) "),
    (0.9, (r" (?:scared|afraid|terrified|frightened) (?:that )?(?:xe|they|xname|you)(?:'ll| will|'d| would| might| could|'s going to| are going to|'re going to) "
     r"(?:hurt|hit|kill|beat|attack|find|snap|explode|do something|lose it|come|be angry|be mad) ")),
    (0.9, r" " + _SCARED + r" (?:of|for my life with|around|near|about) (?:" + _PARTNER + r"|you when|what (?:xe|they|xname|you)(?:'ll| will| might|'d| would| could)? )"),
    (0.9, r" " + _SCARED + r" of (?:xer|you|xname)(?: |$)"),
    (0.9, r" " + _PARTNER + r" " + _GAP + r"(?:scares|frightens|terrifies|scared|frightened) me "),
    (0.8, r" (?:xe|they|you) (?:really |genuinely |properly )?(?:frightens?|terrif(?:ies|y)) me "),
    (0.9, r" " + _SCARED + r" (?:to go|of going|to come|to be) (?:home|back home|in my own (?:home|house)|in the house|alone with (?:xer|you|them)) "),
    (0.9, r" (?:not|don't feel|never feel|isn't|n't) safe (?:at home|with (?:xer|you|xname|my xspouse|my xpartner)|in my own (?:home|house)|here with) "),
    (0.8, r" (?:tracker|airtag|camera|spyware) (?:on|in|under) my | (?:took|taken|takes|hid|hides|hidden|keeps) my (?:passport|phone|bank card|cards|keys|papers|documents|money)(?! charger| case| number)\b"),
    (0.8, r" (?:won't|doesn't|didn't|wouldn't|never) (?:let|lets|allow) me (?:leave|out|see (?:my|anyone|anybody)|talk|work|have (?:my|any)|go out) "),
    (0.8, r" (?:locked|locks|lock) me (?:in|inside|up|out) | i'll delete this | checks my phone | (?:follows|followed|following) me (?:home|everywhere) "),
    (0.8, r" (?:parked|waiting|turned up|turns up|outside) " + _GAP + r"(?:outside work|my work|my house) (?:again )?" ),
    (0.8, r" walk(?:ing)? on eggshells | bruises? (?:on|where|from) | saw my arm | my arm " + _GAP + r"bruise "),
]  # fmt: skip
_KIN = re.compile(
    r" (?:xparents?|xsiblings?|xaunt|xgran|xchild|xchildren|xniece|boss|manager|teacher|landlord|neighbours?|neighbors?|stranger|dentist|"
    r"doctor|coach|dog|cat|spider|spiders|clown|clowns|client|interviewer|examiner|colleague|professor|customer|cousin|"
    r"xman|bully|ghost|dragon|bull|horse|wasp|headmaster|headteacher|supervisor)(?:'s)? "
)
_LOVER = re.compile(r" (?:xspouse|xpartner|ex|fella|other half)(?:'s)? ")
_PLAY = re.compile(
    r" (?:lyrics?|song|chorus|album|movie|film|episode|series|netflix|season|level|game|gaming|boss fight|ps5|xbox|fifa|quest|raid|"
    r"character|chapter|novel|book|plot|scene|trailer|meme|roleplay|ooc|anime|manga|chess|scrabble|monopoly|tennis|"
    r"pizza|chocolate|coffee|sandwich|burger|brew|pint|nap|laughing|laughed|forwarded) |[🎶🎵♪🎮]"
)
_LAUGHED_OFF = re.compile(r" (?:lol|lmao|haha\w*|rofl|jk|lolol) |[😂🤣💀]")
_IDIOM = re.compile(
    r" (?:kill(?:ing|ed|s)? (?:for|me (?:with|softly|lol|\W)|it|time|two birds)|to die for|dying (?:to|for a|of (?:laughter|laughing|"
    r"boredom|heat|hunger|thirst|curiosity))|die of (?:embarrassment|boredom|heat|shame|cringe)|kill myself laughing|"
    r"scared of (?:heights|the dark|spiders|needles|flying|exams?|failing|failure|the past|you losing|losing)|hit me up|"
    r"want to die (?:of|from|laughing)|(?:xparent|boss|teacher|xspouse|xpartner|xe|xname)(?:'s|'ll| is| will| would|'d| are)? (?:going to|gonna|will|so going to)? ?kill me (?:if|when) i(?:'m| am|'ve)? (?:late|forget|forgot|lose|lost|miss|break|broke|don't (?:bring|call|eat|finish))|end it all with (?:a|the|some)|be the death of me|scared the (?:life|hell|crap|shit) out of me|"
    r"beat(?:s)? me (?:to|at|again|in|by)|hit me (?:like|that|with (?:the |some |that |a )?(?:news|questions?|bill|facts|truth|joke))) "
)
_OTHERS = re.compile(
    r" (?:my|your|xer|their|our|the|xname's|a) (?:xsibling|xparent|friend|mate|cousin|xgran|xaunt|xchild|xpartner|xspouse|colleague|"
    r"neighbour|boss|flatmate|roommate|ex|xman|xkid|student|client) | xe | xname | someone | people "
)
_MYSELF = re.compile(r" (?:i|i'm|i've|i'd|i'll|me|my|myself|am) ")


def _compiled(rules: list[tuple[float, str]]) -> list[tuple[float, re.Pattern[str]]]:
    return [(weight, re.compile(pattern)) for weight, pattern in rules]


_SELF_RULES, _KIN_RULES, _PARTNER_RULES = map(_compiled, (_SELF_HARM, _HARM_BY_KIN, _PARTNER_HARM))


def _strongest(rules: list[tuple[float, re.Pattern[str]]], text: str) -> float:
    return max((weight for weight, pattern in rules if pattern.search(text)), default=0.0)


def _play_factor(text: str) -> float:
    """How seriously to take words of danger: lower in play, quotation and laughter."""
    return (0.3 if _PLAY.search(text) else 1.0) * (0.45 if _LAUGHED_OFF.search(text) else 1.0)


def crisis_score(flat_words: str, *, learnt: float = 0.0) -> float:
    """That the speaker may be in danger from themselves, or is hurt by someone who is not the partner; 0 to 1."""
    text = _IDIOM.sub(" ", flat_words)
    own = max(_strongest(_SELF_RULES, text), learnt)
    about_another = _OTHERS.search(text) is not None and " myself " not in text and not _MYSELF.search(text)
    score = max(own * (0.1 if about_another else 1.0), _strongest(_KIN_RULES, text))
    return score * _play_factor(text)


def unsafe_score(flat_words: str, *, learnt: float = 0.0) -> float:
    """That the speaker tells of fear of, or violence by, this partner or somebody unnamed; 0 to 1.

    A boss, a parent, a stranger, an exam are not meant: a pronoun beside one of these is taken to mean them.
    """
    text = _IDIOM.sub(" ", flat_words)
    score = max(_strongest(_PARTNER_RULES, text), learnt)
    if score and _KIN.search(text) and not _LOVER.search(text):
        return 0.1 * score
    return score * _play_factor(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Harm:
    """What hurts in a response; 0 to 1 each."""

    criticism: float = 0.0
    contempt: float = 0.0
    threat: float = 0.0
    control: float = 0.0


_INSULT = (
    r"(?:pathetic|stupid|idiot|idiotic|moron|useless|worthless|disgusting|embarrassing|embarrassment|joke|loser|psycho|dumb|ugly|fat|"
    r"failure|waste of space|mess|crybaby|baby|child|attention seeker|attention seeking|drama queen|mental|insane|lunatic|"
    r"liar|coward|freak|clown|disgrace|burden|weak|hopeless|thick|dense|delusional|laughing stock|piece of \S+)"
)
_CONTEMPT = [
    (0.9, r" (?:you're|you are|your|ur|you) (?:so |such |just |really |literally |being |always |a |an |fucking |bloody |absolutely |actually |the ){0,4}" + _INSULT + r" "),
    (0.9, r" (?:what a|how|that's|so) (?:pathetic|embarrassing|loser|joke of|stupid|disgusting) | nobody (?:likes|cares|asked|wants|would want) "),
    (0.8, (r" who asked | shut up | cry me a river | boo ?hoo | poor (?:little )?(?:baby|thing you) | get a grip | grow up | man up | "
     r"no wonder (?:xe|they|nobody|no one|everyone|your|xname|people) | serves you right | laughing at you | you make me sick | get a life ")),
    (0.7, r" here we go again | not this again | play(?:ing)? the victim | world's smallest violin | first world problems? | snowflake "),
]  # fmt: skip
_CRITICISM = [
    (0.8, (r" (?:you're|you are|ur|stop|you always|you) (?:just |so |always |being |totally |too |way too |a bit |such a ){0,3}(?:overreacting|over reacting|dramatic|"
     r"sensitive|needy|exaggerating|selfish|ridiculous|silly|lazy|paranoid|overthinking|crazy|ungrateful|moaning|whining|complaining|negative) ")),
    (0.8, (r" get over (?:it|yourself|xer) | calm down | (?:not|isn't|ain't) (?:that|such a) big (?:of )?(?:a )?deal | not that (?:bad|deep|serious|big) | "
     r"(?:others|people|some people|other people|kids in africa) (?:\S+ ){0,3}(?:worse|real problems|nothing) | could be worse | move on already | "
     r"(?:it's|that's|its) (?:all |kind of |really )?(?:your|ur|you) (?:own )?fault | what did you expect | told you so | warn(?:ed)? you | should have (?:known|thought|listened) ")),
    (0.7, (r" (?:you always|you never) (?:do|make|say|think|listen|try|turn|get|ruin|blow|act|go) | your own fault | you brought (?:it|this) on | blow\w* (?:it|this|things) out of "
     r"| stop (?:moaning|whining|crying|complaining|being|making) | toughen up | suck it up | pull yourself together | snap out of it | just relax | don't be (?:so |such )?(?:silly|daft|dramatic|stupid|soft|ridiculous|a) ")),
]  # fmt: skip
_THREAT = [
    (1.0, r" (?:i'll|i will|i'm going to|i am going to|i swear i'll|i'd) (?:fucking |just )?(?:kill|hurt|hit|destroy|find|ruin|end|slap|punch|smash|break) (?:you|your)(?! (?:a|an|some|the)\b)"),
    (1.0, (r" (?:you'll|you will) (?:regret|pay|be sorry) | or else(?: |$)| watch (?:your back|what happens|yourself) | if you (?:ever |dare )?(?:leave|tell anyone|tell anybody) (?:me |anyone )?(?:\S+ ){0,2}(?:i'll|you'll|i will|see) | "
     r"everyone will (?:know|see|hear) | i'll tell (?:everyone|them all|your) ")),
]  # fmt: skip
_CONTROL = [
    (1.0, r" (?:give|send|show|tell|gimme) me your (?:phone |new |email |insta\w* )?(?:password|passcode|pin|location|phone|messages|texts|code) "),
    (1.0, r" (?:share|send|turn on|drop) (?:me )?your (?:live )?location | prove it(?: to me)? | who were you with | you're not (?:allowed|going anywhere) | i forbid | unlock your phone | let me see your phone "),
    (0.9, r" (?:you can't|you're not to|don't|stop|not to) (?:ever )?(?:see|seeing|talk|talking|speak|speaking|text|texting|meet|meeting) (?:to |with )?(?:xer|them|xname|your (?:friends?|family|xparents?|xsibling)) (?:again|anymore|any more|now|without) "),
]  # fmt: skip
_CONTEMPT_RULES, _CRITICISM_RULES, _THREAT_RULES, _CONTROL_RULES = map(
    _compiled, (_CONTEMPT, _CRITICISM, _THREAT, _CONTROL)
)
_NOT_YOU = re.compile(
    r" (?:you're|you are|ur|you) (?:not|never|no|n't|so not|anything but|far from) | (?:don't|do not|never|stop) (?:say|think|call|feel) | not (?:your|ur) fault "
)


def read_harm(flat_words: str) -> Harm:
    """Contempt, criticism, threat and control in a reply, from its words alone."""
    kind = 0.2 if _NOT_YOU.search(flat_words) else 1.0
    play = 0.5 if _LAUGHED_OFF.search(flat_words) and " love " in flat_words else 1.0
    contempt = _strongest(_CONTEMPT_RULES, flat_words) * kind * play
    return Harm(
        criticism=max(_strongest(_CRITICISM_RULES, flat_words) * kind * play, contempt),
        contempt=contempt,
        threat=_strongest(_THREAT_RULES, flat_words) * _play_factor(flat_words),
        control=_strongest(_CONTROL_RULES, flat_words),
    )
