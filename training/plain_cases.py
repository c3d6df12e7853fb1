"""Plain cases written for this project, put together from parts: what any careful friend would see at once.

They teach what the corpora hold too little of: good news told flatly, others' feelings, desire, service talk.
Labels follow the labelling guide; order of `corpora.MESSAGE_COLUMNS`. Deterministic.
"""

from __future__ import annotations

from random import Random

Labels = tuple[int, ...]

SAD_EVENTS = """i didn't get the job|i lost my job today|they let me go this morning|i got made redundant|i failed my exam again
i failed my driving test|my mum died last night|my dad passed away on sunday|my grandma died|my best friend died last year|we lost the baby|we lost our baby|we lost her|i lost my baby|i lost my brother|we lost everything in the fire|i lost my mum
i had a miscarriage|my dog died this morning|we had to put the cat down|he left me|she broke up with me|my girlfriend dumped me
my husband wants a divorce|we're getting divorced|my marriage is over|she cheated on me|i found out he's been cheating
the scan came back and it's cancer|it's cancer|the cancer is back|my mum has cancer|dad's had a stroke|my mum is in hospital and it's bad
i've been diagnosed with ms|they think it's bipolar|i had a panic attack at work|i had a panic attack on the bus|i've been crying all day
i cried in the toilets at work again|i haven't slept in days|i can't afford the rent this month|we're losing the house|i'm behind on everything and the bank called
i'm in debt and nobody knows|my best friend stopped talking to me|nobody came to my birthday|i wasn't invited|my dad hasn't spoken to me in a year
my son won't talk to me|my daughter said she hates me|i shouted at the kids and i saw their faces|i started drinking again|i relapsed last night
i've been lying to everyone about work|i dropped out and haven't told my parents|the ivf didn't work|the test was negative again|they rejected my application
my visa got refused|i was bullied at school for years|my boss humiliated me in front of everyone|i messed up my whole presentation and froze|i can't have children
i miss my mum every day|i still miss him so much|i haven't been ok since the funeral|i don't recognise myself anymore|my parents are splitting up
i got rejected from every university|i told her i loved her and she said nothing|i've gained so much weight i can't look in the mirror|i haven't left the house in a week
i got fired|they evicted us|we have to be out of the flat by friday|they want to do more tests|the doctor found a shadow on my lung|i have a tumour|i've been diagnosed with depression|i have anxiety and it's getting worse|i'm on the waiting list for therapy
i started therapy|i was in a car crash|i got attacked on my way home|my sister won't speak to me since the funeral|i'm failing my degree|i lost all my savings|i can't get out of bed|i feel sick every morning before work|i've been eating in secret again"""
GLAD_EVENTS = """i got the job|i got the promotion|i passed|i passed my exam|i passed my driving test|i got in|i got into medical school|we got the house
we got the keys today|i'm pregnant|we're having a baby|it's a girl|the baby is here|she said yes|he proposed|we're engaged|the scan was clear|it's benign
i'm in remission|the results came back clear|i finished my thesis|i'm a year sober today|90 days sober today|i ran my first marathon|i told my dad and he hugged me
i came out to my mum and she just held me|my dad said he's proud of me for the first time|i finally quit|my book got accepted|they offered me the place|i paid off my debt
we set a date for the wedding|i got my visa|my citizenship came through|my son said his first word|i spoke in front of everyone and didn't freeze|i got an a in the exam i was scared of
my brother called after two years|they want to publish my story|i went outside on my own for the first time in months|i did it, i really did it
we're expecting|i'm going to be a dad|we heard the heartbeat|i'm cancer free|i got the scholarship|they made me a manager, me|my mum is finally coming home from hospital|we finally talked and we're ok again|i finished chemo today"""
SAD_FEELINGS = """lonely|ashamed|heartbroken|terrified|depressed|worthless|devastated|empty|numb|scared|broken|hopeless|guilty|anxious|overwhelmed|like a failure|
like nobody cares|like a burden|lost|like i'm drowning|jealous|hurt|like giving up|like i'm not enough|so alone|insecure|humiliated|stuck|exhausted by all of it"""
GLAD_FEELINGS = "so proud of myself|so happy i could cry|over the moon|so relieved|crying happy tears|shaking, i'm so happy|so grateful|happier than i've been in years|so excited i can't sleep"
SAD_SUFFIXES = """ |. i can't stop crying|. i feel like a failure|. i don't know what to do|. i feel so alone|. i'm devastated|. i feel sick|. i can't stop thinking about it| and i don't know how to tell anyone| and i feel so stupid
. it hurts so much| 😭| 😔|. i just needed to tell someone| and i'm scared|..."""
GLAD_SUFFIXES = "|!!|!!!|!! i'm so happy i could cry|. i'm so proud of myself|. i can't stop smiling| 😭😭| 🥳| and i can't believe it|!! i'm shaking|. i cried|. after everything|!! you're the first person i'm telling"
OPENINGS = "||||||so |ok so |well, |honestly |just found out, |i wanted to tell you, |not sure how to say this but |guess what, |babe |hey "
FEARS = """my mum won't make it through the winter|my dad won't be there for the wedding|i'll end up alone|i'll never be a mother|i'm not good enough for this job|i'm losing her
i'm a bad mother|i'm turning into my father|the cancer will come back|we won't make it|i'll fail again|everyone will find out i'm a fraud|she'll leave me|i'll never get better|it's my fault|i've wasted my life|they'll send me back|i can't do this|i ruined everything|you'll get tired of me"""
OF = "failing again|losing you|losing my mum|being alone|dying|becoming like my dad|the operation|the results|going back there|telling my parents|being a dad|never being loved|what people think of me|the future"
LONGINGS = """be a dad one day|write a book|see my daughter again|have a family of my own|move home and start over|be loved for who i am|be a nurse|forgive my father|be able to tell my parents who i am|have a child|feel normal again|make my parents proud|sing in front of people|be brave enough to leave this job"""
SECRETS = """i was bullied for years and it still hurts|i was abused as a kid|i think i'm gay|i'm bi|i used to steal food as a child|i've been in therapy for a year|i take antidepressants|i can't read very well|i was in care as a kid|i think about my ex every day|i hate my body|i tried to end it once|i'm scared of being a father|i gave a baby up for adoption|i've never felt at home anywhere|i don't love him anymore"""
KIN = "my sister|my brother|my mum|my dad|my friend|my boss|my neighbour|my cousin|her husband|his wife|my colleague|my flatmate|the teacher|he|she|tom|priya|my son's teacher|my mate"
THIRD_STATES = """is depressed|is depressed again|is so sad|was crying|is terrified of the operation|is heartbroken|is really anxious|feels so lonely|is scared|got dumped|lost his job|is getting divorced|is pregnant
is so happy|got the job|hates her job|is stressed|is worried about money|cried at the wedding|has been struggling|is in therapy|had a panic attack|is ashamed of it|is furious|misses home|failed the exam again|is proud of it"""
FOR_KIN = "scared|worried|terrified|so worried|really scared|heartbroken|so proud|so happy|praying and scared"
DEAR = "my sister|my mum|my dad|my brother|my son|my daughter|my best friend|my wife|my husband|my gran"
DESIRE = """love u|love you|love u so much|miss u|love ya|kiss me|you're so sexy|you look hot|i want you|i want you so bad|want you in my bed|come to bed|let's have sex|can't wait to undress you|you turn me on|i'm horny|thinking about your body|you're hot
naked already|wear the red one tonight|want to feel your lips|good night my love|love you babe|kisses|sexy pic?|you make me so hard|i want to touch you all over|love you to the moon|love you millions|you're gorgeous|hey gorgeous|i'm so turned on|i need you inside me|i'm in the mood tonight|miss your face|love youuu"""
PLAY = """i'm dead|i'm literally dead|i'm crying at this|i'm screaming|this game is killing me|my boss in level 3 keeps killing me|i could kill for a pizza|i could murder a curry|i died twice in the swamp level|that episode destroyed me|i'm never getting over that ending|this traffic will be the death of me
i'm in love with this sandwich|i want to marry this coffee|my life is over, the biscuits are gone|i cried when the dog died in the film|the boss fight broke me|i hate this printer so much|this song hurts|i am emotionally attached to this sofa|i lost everything in monopoly|heartbroken about the score|i'm devastated they cancelled the show|i'm going to cry if the shop's shut|kill me now this meeting|i lost my best sword in the dungeon|my guild kicked me out|i cried at the end of the film|that book broke my heart|i sobbed through the last episode|i'm so sad the series is over|my team lost again, i'm in tears|i died of embarrassment for that actor"""
SERVICE = """i'd like to book a room for two nights|i'm afraid we don't have that size|i'm sorry, he's in a meeting right now|i'd like a table for two, please|could you tell me how to get to the station?|i'm looking for a blue shirt|i want to open an account|i'm calling about the flat
i'll have the chicken and a glass of water|i think the red one suits you|i'm glad you like it|i'm happy to help|i hope you enjoy your stay|i'm very pleased to meet you|i've heard a lot about you|i work in the sales department|i've worked here for two years|i graduated from this university
i usually get up at seven|i like swimming and reading|my favourite season is spring|i enjoy my job very much|i have a good command of english|i'd like to change some money|i'm a little tired, let's rest a while|i'm hungry, let's eat|i'm full, thank you|i have a headache, do you have any aspirin?
i've got a cold|i have a fever and a cough, doctor|i need to see a dentist|i'm late again, the bus was slow|i lost my umbrella|i'm sorry to keep you waiting|i hate waiting in line|i don't like this colour|i'm worried we'll miss the train|i'm afraid it's going to rain|i'm sure you'll do well|don't worry, it will be fine
i'm so excited for the concert|i can't wait for the weekend|i love this song|i really enjoyed the film|i was surprised by the price|i'd love to, thank you|that would be great|what a pity, maybe next time|i'm proud of our team's sales this quarter|i feel that the price is too high|i feel we should sign the contract
i hope to hear from you soon|i wish i could come but i have a class|i was wondering if you're free on friday|i've never been to italy|i've always wanted to try sushi|i'm thinking of buying a car|i need a haircut|i have an interview on monday|i've been very busy recently|i moved here last month|i grew up in a small town by the sea
i have two brothers and a sister|my father is a teacher|my wife is waiting in the car|my son likes football|my mother makes good soup|i'm on a diet|i want to lose some weight|i'm trying to quit coffee|i go to the gym twice a week|i play the piano a bit|i studied economics|i miss the old bakery|i feel like pizza tonight|i passed the post office on the way|i've been to rome once|i was in the army for a year|i feel like going for a walk|i lost my pen|i failed to find it in the shop|i got the tickets|i got the milk|i told him the price|i told her about the meeting|i finally fixed the door
i left the keys on the table|i hurt my finger a bit|i never eat breakfast|i used to live in leeds|i had a nice weekend, we went hiking|my brother got married last year|i'm getting married in may, where can i rent a hall?|i'd be happy to|i'm afraid so|i'm afraid not|i'm sorry to hear that|i'm so happy for you|i hate this weather"""
SMALL = """i'm so tired|i'm hungry|so bored|i'm freezing|stuck in traffic|i'm cold|bit sleepy today|long day|ugh monday|i hate mondays|i'm late sorry|forgot my keys again|my phone died|i need coffee|i'm at the shop|just woke up|off to the gym|watching tv|just had lunch|i'm home|almost there|on my way
i'm good thanks, you?|not bad, you?|same here|me too|i'm fine|i'm ok|all good here|can't sleep, too hot|my feet hurt|i have a cold|i love pizza|i love your shirt|i like the blue one better|i want ice cream|i need a holiday|so full|what a day|i'm excited for friday|had a nice time|that was fun|i'm happy with either
i miss summer|i wish it was friday|i hope the rain stops|i feel like a snack|i think it's broken|my bus is late|i'm working late tonight|i've got a meeting at 3|i did the dishes|i called the plumber|i paid the bill|my back's a bit stiff|i slept well|i finished the book, it's good"""


def _split(parts: str) -> list[str]:
    return [part.strip("\n") for part in parts.replace("\n", "|").split("|") if part.strip()]


def _maybe_upper(text: str, rng: Random) -> str:
    """Half of the messages as a phone's keyboard would write them."""
    if rng.random() < 0.5:
        text = text.replace(" i ", " I ").replace(" i'", " I'")
        return text[:1].upper() + text[1:]
    return text.replace("'", "") if rng.random() < 0.2 else text


def plain_messages(seed: int = 7) -> list[tuple[str, Labels]]:
    """Texts and labels, about two thousand."""
    rng = Random(seed)
    out: list[tuple[str, Labels]] = []
    openings, sads, glads = OPENINGS.split("|"), SAD_SUFFIXES.replace("\n", "|").split("|"), GLAD_SUFFIXES.split("|")

    def add(text: str, labels: Labels) -> None:
        out.append((_maybe_upper(text, rng), labels))

    for event in _split(SAD_EVENTS):
        add(event, (2, 2, 2, 2, -1, 0, 0, 1))
        for _ in range(4):
            suffix = rng.choice(sads).rstrip("\n")
            add(rng.choice(openings) + event + suffix, (2, 2, 2, 3 if len(suffix) > 4 else 2, -1, 0, 0, 1))
    for event in _split(GLAD_EVENTS):
        add(event, (2, 2, 2, 2, 1, 0, 0, 1))
        for _ in range(4):
            suffix = rng.choice(glads)
            add(rng.choice(openings) + event + suffix, (2, 2, 2, 3 if len(suffix) > 4 else 2, 1, 0, 0, 1))
    for feeling in _split(SAD_FEELINGS):
        for frame in ("i feel so {}", "i've been feeling {} lately", "honestly i feel {} and i don't know why", "i feel {} since we moved here",
                      "i feel {} all the time", "ever since he left i feel {}", "i've felt {} for months", "i feel {} about how i spoke to my kids"):  # fmt: skip
            if rng.random() < 0.7:
                add(frame.format(feeling).replace("so so ", "so ").replace("so like", "like"), (2, 3 if "not enough" in feeling else 2, 2, 3 if "so" in frame else 2, -1, 0, 0, 1))
    for feeling in _split(GLAD_FEELINGS):
        add("i'm " + feeling, (2, 2, 1, 3, 1, 0, 0, 1))
        add(f"i'm {feeling}, i never thought i'd get here", (2, 2, 2, 3, 1, 0, 0, 1))
    for fear in _split(FEARS):
        for verb in rng.sample(["i'm scared", "i'm so scared", "i'm afraid", "i'm terrified", "i keep worrying that", "honestly i'm scared that", "sometimes i think"], 4):
            add(f"{verb} {fear}", (2, 3, 2, 2 if "think" in verb else 3, -1, 0, 0, 1))
    for thing in _split(OF):
        for verb in rng.sample(["i'm scared of", "i'm so afraid of", "i'm terrified of", "honestly i'm terrified of", "i lie awake scared of"], 3):
            add(f"{verb} {thing}", (2, 3, 2, 2, -1, 0, 0, 1))
    for longing in _split(LONGINGS):
        for verb in rng.sample(["i've always dreamed i'd", "more than anything i want to", "i just want to", "my biggest dream is to", "i hope one day i can", "i've never said it out loud but i want to"], 3):
            add(f"{verb} {longing}", (2, 3, 2, 2, 1, 0, 0, 1))
    for secret in _split(SECRETS):
        for frame in rng.sample(["i've never told anyone this but {}", "can i tell you something? {}", "nobody knows this, {}", "{}", "the truth is {}", "i need to say it, {}"], 3):
            add(frame.format(secret), (2, 3, 3, 2, -1, 0, 0, 1))
    for who in _split(KIN):
        for state in rng.sample(_split(THIRD_STATES), 9):
            add(f"{who} {state}", (0, 0, 1, 0, 0, 0, 0, 0))
    for dear in _split(DEAR):
        for feeling in rng.sample(_split(FOR_KIN), 4):
            good = "proud" in feeling or "happy" in feeling
            add(f"i'm {feeling} for {dear}" if "proud" not in feeling else f"i'm {feeling} of {dear}", (2, 2, 2, 2, 1 if good else -1, 0, 0, 1))
    for text in _split(DESIRE):
        for tail in rng.sample(["", " 😘", " ❤️", " xx", " tonight", " 😍", " 😈"], 3):
            add(text + tail, (1, 1, 1, 1, 1, 0, 0, 0))
    for text in _split(PLAY):
        for tail in rng.sample(["", " 😂", " lol", " 💀", " haha"], 3):
            add(text + tail, (1, 0, 0, 1, 0, 1, 0, 0))
    for text in _split(SERVICE):
        for frame in rng.sample(["{}.", "Well, {}.", "Yes, {}.", "{}. What about you?", "Excuse me, {}.", "Oh, {}. Thank you."], 3):
            add(frame.format(text).replace("?.", "?"), (1, 1, 0, 0, 0, 0, 0, 0))
    for text in _split(SMALL):
        for tail in rng.sample(["", "", " lol", " haha", " 😅", "!", " x"], 3):
            add(text + tail, (2 if text.startswith(("i", "my")) else 1, 1, 0, 1, 0, 0, 0, 0))
    return list(dict.fromkeys(out))


_MINIMAL = "ok|k|kk|lol|nice|cool|oh|ah ok|right|sure|haha|hm|hmm|yeah|yep|fair enough|oh well|ok cool|lol ok|noted|oh ok|same|whatever|wow|true|i see|fine|👍 ok|idk|ok then"
_ELSEWHERE = """what's for dinner|what's for dinner?|did you get milk|can you pick up the kids at 5|did you see the game last night|what time is the train|btw did you pay the electric|anyway, are we still on for friday?|have you seen my charger|the plumber's coming at 9|where are the keys
i'm watching the match|my day was so busy, you won't believe the queue at the bank|i had the same thing in 2015 and i was fine|speaking of which, i got a new phone|lol look at this video|can you send me that link|should we get pizza|did you book the tickets?|i'm hungry|my boss is driving me mad too|the bins go out tonight|guess who i saw at the shop
did you feed the cat|did you lock the door?|did you call the landlord|can you bring my jacket|can you turn the heating on|have you got the tickets|where did you put the remote?|what are we having for lunch|what time are you home|is there any milk left|do we need bread?|when is the car due back|my train is late again
i'm at the shop, need anything?|please let me know whether the invoice has been paid|look what i bought|the weather is lovely today|that reminds me, my cousin is visiting|mine was worse, let me tell you about it|i got an even better offer once|can we talk about saturday instead"""
_ASKS = """do you want to talk about it?|what do you need right now?|how are you feeling now?|what happened?|what did they say?|how long have you been carrying this?|do you want me to just listen?|which part hurts the most?|have you told anyone else?|how do you feel about it?|since when have you felt like this?|what was it like?"""
_CHEERS = """yay!|yay!! so happy for you|congrats!!|congratulations!!|omg that's amazing|well done you!|woohoo 🎉|that's the best news|i knew you could do it|you did it!!|so so proud|amazing!! we have to celebrate|this made my day|yesss!!"""
_CRITICAL1 = """you're overreacting|you're overreacting, get over it|calm down|you always make everything about you|others have it worse|it's not that bad|it could be worse, stop moaning|well what did you expect|that's your own fault|i told you this would happen|you're too sensitive|you need to toughen up|stop being so dramatic|it's not a big deal|just get over it already|you should have known better|here we go again|everyone goes through that, move on|you never listen, that's why|maybe if you tried harder"""
_CRITICAL2 = """you are pathetic|you're pathetic|what a loser|no wonder nobody likes you|lol you're such a baby|cry me a river|you're an idiot|that's embarrassing for you 😂|how can anyone be so stupid|you make me sick|boo hoo|grow up you crybaby|you're useless|hahaha serves you right|you are a joke|wow you really are a failure"""
_ADVICE = """you should just quit|you should see a doctor|you need to talk to your boss|have you tried meditation|just leave him|try to get more sleep|why don't you apply somewhere else|you should call her|go to the gym, it helps|maybe you should see a therapist|if i were you i'd move out|you need to get out more|just tell them no|make a list and start with the small stuff|get a lawyer|you have to stand up for yourself|stop drinking coffee so late|you should write it down"""
_WARM = """i love you. i'm here|i'm here for you|i'm here ❤️|oh love, come here|sending you a big hug|i'm coming over|i'm so sorry. i'm here|hug 🤗|i've got you|do you want me to come round?|oh no, i'm so sorry love|call me any time, even at night|you're not alone in this|i'm not going anywhere|come over, i'll make tea"""
_UNDERSTANDS = """that sounds really hard|that must have hurt so much|no wonder you feel that way, after all of that|so you did everything right and it still went wrong, of course you're hurting|that sounds so painful, what was the worst part?|it makes sense that you're scared|you've been carrying this alone for so long|what happened? tell me everything|i can hear how heavy this is for you|so it's not only the thing itself, it's what it means to you"""
_VALUES = """anyone would feel like that|anyone would be crushed|thank you for telling me|i'm so proud of you|you put so much into it|it took courage to say that|i think you're so strong|i'm glad you told me|you deserve so much better|i respect you so much for this|that's amazing, you worked so hard for it|you're a good person and this doesn't change that"""
ReplyLabels = tuple[int, int, int, int, int, int, int]


def plain_replies(seed: int = 7) -> list[tuple[str, ReplyLabels, bool]]:
    """Replies that read the same beside any disclosure: text, labels in the order of `corpora.REPLY_COLUMNS`, relevant."""
    rng = Random(seed)
    out: list[tuple[str, ReplyLabels, bool]] = []
    for text in _split(_MINIMAL):
        out += [(text, (0, 0, 0, 1, 0, 0, 0), True)] * 2
    for text in _split(_ELSEWHERE):
        out += [(text, (0, 0, 0, 2, 0, 0, -1), False)] * 3
    for text in _split(_CRITICAL1):
        out += [(text, (0, 0, 0, 0, 1, 0, -1), True)] * 2
    for text in _split(_CRITICAL2):
        out += [(text, (0, 0, 0, 0, 2, 0, -1), True)] * 2
    for text in _split(_ADVICE):
        out += [(text, (0, 0, 0, 0, 0, 1, 0), True)] * 2
    warm, known, valued = _split(_WARM), _split(_UNDERSTANDS), _split(_VALUES)
    out += [(text, (0, 0, 2, 0, 0, 0, 1), True) for text in warm for _ in range(2)]
    out += [(text, (2 if len(text) > 34 else 1, 0, 0, 0, 0, 0, 1), True) for text in known for _ in range(2)]
    out += [(text, (1 if "anyone" in text else 0, 2, 0, 0, 0, 0, 1), True) for text in valued for _ in range(2)]
    out += [(text, (2, 0, 1, 0, 0, 0, 1), True) for text in _split(_ASKS) for _ in range(2)]
    out += [(text, (0, 2, 1, 0, 0, 0, 1), True) for text in _split(_CHEERS) for _ in range(2)]
    for _ in range(90):
        u, a, c = rng.choice(known), rng.choice(valued), rng.choice(warm)
        parts = [u, a, c] if rng.random() < 0.5 else rng.sample([u, a, c], 2)
        labels = (2 if len(u) > 34 else 1) if u in parts else 0, 2 if a in parts else 0, 2 if c in parts else 0
        out.append((". ".join(parts), (*labels, 0, 0, 0, 1), True))
    out += [(text, (0, 0, 0, 0, 0, 0, 0), True) for text in ("i see it differently", "i don't agree", "i'm not sure that's true", "hmm, i think she meant well",
             "i'd look at it another way", "i disagree, but ok", "i don't think he meant it like that")]  # fmt: skip
    out += [(text, (0, 0, 1, 0, 0, 0, 0), True) for text in ("aww ❤️", "aw ❤️", "aw x", "aww 😘", "❤️ aw", "oh no x", "aww babe", "hope you're ok x") for _ in range(2)]
    return [(_maybe_upper(text, rng), labels, relevant) for text, labels, relevant in out]
