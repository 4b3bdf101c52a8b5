"""What is said in any conversation: openings, checks, sympathy, holds, closings. In braces stand values.

Where a scorecard looks for words, each phrase of the good list holds them.
"""

from __future__ import annotations

from local.sample.model import Behaviour, ChannelName

Phrases = tuple[str, ...]

GREETING: dict[ChannelName, tuple[Phrases, Phrases]] = {
    "voice": (
        (
            "Good {daypart}, thank you for calling Quillhaven Home, my name is {agent}. How can I help you today?",
            "Thank you for calling Quillhaven Home, you're speaking with {agent}. What can I do for you?",
            "Hello and thank you for calling Quillhaven Home. This is {agent}, how can I help?",
            "Good {daypart} and thank you for calling Quillhaven Home, {agent} speaking. How may I help you?",
        ),
        (
            "Hello, {agent} here, what's it about?",
            "Yes, hello?",
            "Customer service, {agent}.",
            "Hi, go ahead please.",
        ),
    ),
    "chat": (
        (
            "Hello {customer}, welcome to Quillhaven Home chat. I'm {agent}, how can I help you today?",
            "Hi {customer}, you've reached Quillhaven Home, {agent} here. What can I do for you?",
            "Good {daypart} {customer}, this is {agent} from Quillhaven Home. How can I help?",
        ),
        ("hi", "Hello, order number please", "yes?"),
    ),
    "email": (
        (
            "Dear {customer},\nthank you for writing to Quillhaven Home.",
            "Hello {customer},\nthank you for your message.",
        ),
        ("Hello,", "To whom it may concern,"),
    ),
}
NOTICE: Phrases = (
    "Before we start: calls are recorded for training and quality purposes.",
    "Just so you know, calls are recorded for quality purposes.",
    "I should mention that calls are recorded so that we can improve our service.",
)
VERIFICATION: dict[ChannelName, Phrases] = {
    "voice": (
        "May I check who I'm speaking to: can you confirm your full name and postcode, please?",
        "For your security, could you confirm your full name and postcode?",
        "Before I open your account, please confirm your full name and postcode for me.",
    ),
    "chat": (
        "Before I open your account, can you confirm your full name and postcode?",
        "For your security, please confirm your full name and postcode.",
    ),
    "email": ("I have found your order with the name and postcode in your message.",),
}
VERIFIED: Phrases = (
    "Sure, it's {customer} {surname}, {postcode}.",
    "Yes, {customer} {surname}, and the postcode is {postcode}.",
    "{customer} {surname}. Postcode {postcode}.",
)
NOT_VERIFIED: Phrases = (
    "Okay, just give me the order number.",
    "What's the order number?",
    "Order number, please.",
)
ORDER_NUMBER: Phrases = (
    "It's {order}.",
    "The number is {order}.",
    "Let me look. {order}.",
    "{order}, I think. Yes, {order}.",
)
FOUND: Phrases = (
    "Thank you, I have it in front of me.",
    "Thanks, I've found it.",
    "Thank you. One moment while it loads. There it is.",
)
EMPATHY: dict[str, Phrases] = {
    "calm": (
        "Of course, I can imagine that you'd like to know where you stand. Let's go through it together.",
        "I'm sorry that this isn't clearer. Let's go through it together.",
        "I can imagine that you have better things to do, thank you for getting in touch.",
    ),
    "worried": (
        "I can imagine that this worries you, I would feel the same. Let's find out what happened.",
        "I'm sorry that you have to chase this. I can imagine how uncomfortable that is.",
        "That's an unpleasant surprise, I'm sorry. You did right to contact us straight away.",
    ),
    "annoyed": (
        "I'm sorry about that. I can imagine how annoying it is, I would feel the same.",
        "I apologise for the trouble. That must be frustrating.",
        "You're right to be disappointed, and I'm sorry for the inconvenience.",
    ),
    "angry": (
        "I'm really sorry. I can imagine how upsetting that is, and I want to put it right.",
        "I apologise sincerely. You shouldn't have had to go through this.",
        "I'm so sorry that we let you down, and I want to put that right.",
    ),
}
NO_EMPATHY: Phrases = (
    "Okay.",
    "Right. Go on.",
    "Mhm. And?",
    "That happens sometimes.",
    "There isn't much I can say to that.",
)
LISTENING: Phrases = (
    "So you mean that {gist}. Is that right?",
    "Let me make sure that I got it: {gist}. Correct?",
    "So what you're saying is that {gist}. Did I get that right?",
)
CONFIRMED: Phrases = ("Yes, exactly.", "That's right.", "Correct, yes.", "Yes, that's it.")
INTERRUPTED: Phrases = ("Yes, yes, I know. Anyway.", "You said that already.", "I'll stop you there.")
OWNERSHIP: Phrases = (
    "I'll take care of this for you myself.",
    "Leave that with me, I'll make sure that it works out.",
    "I'll look into this personally and let you know.",
)
NO_OWNERSHIP: Phrases = (
    "That's another department, really.",
    "I can't do much about that from here.",
    "The warehouse does that, not us.",
)
HOLD_GOOD: Phrases = (
    "May I put you on hold for a minute while I check with the warehouse?",
    "Would it be all right if I put you on hold briefly? I want to look that up properly.",
)
HOLD_BACK: Phrases = ("Thank you for holding.", "Thank you for waiting, I have an answer now.")
HOLD_ANSWER: Phrases = ("Sure.", "Okay, go ahead.", "Fine, thank you.")
RECAP: Phrases = (
    "To summarise: {recap}. You'll get that in writing by e-mail as well.",
    "Let me summarise what we agreed: {recap}.",
    "So, to recap: {recap}.",
)
AGREED: Phrases = ("Sounds good.", "Yes, that works for me.", "Okay, good.", "Yes, thank you.")
CLOSING: dict[ChannelName, tuple[Phrases, Phrases]] = {
    "voice": (
        (
            "Is there anything else I can do for you today?",
            "Is there anything else I can do for you while I have you on the line?",
        ),
        ("Okay then. Bye.", "Right, bye.", "That's it then."),
    ),
    "chat": (
        (
            "Is there anything else I can do for you?",
            "Is there anything else I can do for you today, {customer}?",
        ),
        ("ok bye", "Closing the chat now."),
    ),
    "email": (
        ("If anything is unclear, just answer this e-mail.\nKind regards,\n{agent}, Quillhaven Home",),
        ("Regards", "Customer service"),
    ),
}
GOODBYE: Phrases = (
    "Thank you for choosing Quillhaven Home, have a lovely {daypart}.",
    "Thank you for your call. Goodbye and take care.",
    "You're welcome, {customer}. Goodbye.",
)
FINAL: dict[tuple[bool, bool], Phrases] = {
    (True, True): (
        "No, that's all. Thank you so much, you've been very helpful.",
        "That's all, thanks. I really appreciate your help.",
        "No, great, thank you. That was quick and friendly.",
        "Perfect, thank you for your help.",
    ),
    (True, False): ("No, that's all. Thanks.", "Okay, thanks. That's all.", "Good, that's all then. Thank you."),
    (False, True): (
        "Well, it still isn't what I hoped for, but you were nice about it. Bye.",
        "Okay. You tried at least, I'm still waiting for an answer though.",
    ),
    (False, False): (
        "That's no help at all. I'd like to speak to your manager, this is unacceptable.",
        "So nothing is solved and I'm still waiting. Terrible service. Bye.",
        "Never mind, forget it. I'm really disappointed.",
    ),
}
FILLERS: Phrases = ("Um, ", "Well, ", "So, ", "Er, ", "Yes, hello. ", "")
MOODS: dict[str, Phrases] = {
    "calm": ("", "Hello. ", "Hi there. "),
    "worried": ("Hello, I'm a bit worried. ", "Hi, I hope you can help me. "),
    "annoyed": ("Honestly, I'm quite annoyed. ", "Hello, this is getting frustrating. "),
    "angry": ("This is ridiculous. ", "I'm really angry with you people. ", "I have had enough. "),
}
REPEATS: Phrases = (
    "I already called about this last week. ",
    "This is the second time that I have to ask. ",
    "I've contacted you before about this. ",
)
SMALL_TALK: tuple[tuple[str, str], ...] = (
    ("One moment, the system is a little slow today.", "No problem, take your time."),
    ("While it loads: how are you getting on with the {item} otherwise?", "Oh, it's nice, we like it a lot."),
    ("I'm just making a note of that.", "Sure."),
    ("Bear with me for a second, please.", "Yes."),
)
TONE_BAD: Phrases = (
    "You should have read the terms.",
    "As I said.",
    "It's written on the website, you know.",
)
AGENT_COMMENTS: dict[Behaviour, tuple[str, str]] = {
    Behaviour.GREETING: ("Warm opening with name.", "No proper opening."),
    Behaviour.EMPATHY: (
        "Named the customer's feeling before solving.",
        "Straight to the order; no word of sympathy.",
    ),
    Behaviour.LISTENING: ("Played the concern back and had it confirmed.", "Did not check the understanding."),
    Behaviour.KNOWLEDGE: ("Knew the process and explained it well.", "The answer was incomplete."),
    Behaviour.OWNERSHIP: ("Took it on personally.", "Pointed to another department."),
    Behaviour.RECAP: ("Clear summary with the next step.", "Customer leaves without a clear next step."),
    Behaviour.CLOSING: ("Good closing question.", "Ended abruptly."),
    Behaviour.TONE: ("Friendly and easy to read.", "Sounded short."),
}
"""What evaluators note: where it was shown, and where it wasn't."""
