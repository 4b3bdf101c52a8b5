"""Why customers get in touch: what they say, what is asked, and how it may end. Values are in braces."""

from __future__ import annotations

from local.sample.model import ChannelName
from local.sample.scenario import Scenario


def _queues(voice: str) -> dict[ChannelName, str]:
    return {"voice": voice, "chat": "Chat", "email": "E-mail"}


SCENARIOS = (
    Scenario(
        name="Late delivery",
        topics=("delivery", "carrier"),
        queues=_queues("Orders"),
        weight={"voice": 1.5, "chat": 1.6, "email": 1.2},
        moods=(2, 3, 3, 1),
        difficulty=0.1,
        problems=(
            "My {item} should have been here on {day} and it still hasn't arrived.",
            "I'm waiting for order {order}. It was promised for {day} and nobody has told me anything.",
            "The tracking hasn't moved since {day}. I ordered a {item} and I took a day off for it.",
            "Where is my {item}? The delivery is late by {few} days now.",
        ),
        gist=("the {item} was due on {day} and hasn't come", "nobody told you about the late delivery of the {item}"),
        questions=(
            (
                "Which address should it go to?",
                ("To the one in the account, nothing changed.", "Our home address, the same as always."),
            ),
            ("Did you get a message from the carrier?", ("No, nothing.", "Only that it is on its way, days ago.")),
            ("Would a neighbour have taken it in?", ("I asked, nobody has it.", "No, I checked.")),
        ),
        handling=(
            "It left our warehouse but was not scanned at the depot.",
            "The carrier had it on the wrong van, the scan shows the depot in {city}.",
            "It is in the depot in {city}, it missed the lorry on {day}.",
        ),
        solved=(
            (
                "I've moved it to the top of the list: it comes on {day} between nine and twelve, that's confirmed.",
                "the {item} comes on {day} between nine and twelve",
            ),
            (
                "A new {item} leaves by express today, that's arranged, and you don't pay anything for it.",
                "a new {item} leaves today by express, free of charge",
            ),
        ),
        unsolved=(
            "I'm unable to say when it will come, the carrier hasn't answered us.",
            "We have to wait for the carrier. We will call you back some day this week.",
        ),
    ),
    Scenario(
        name="Refund",
        topics=("refund", "returns"),
        queues=_queues("Orders"),
        weight={"voice": 1.1, "chat": 1.2, "email": 1.5},
        moods=(3, 2, 3, 1),
        difficulty=0.12,
        problems=(
            "I sent the {item} back {few} weeks ago and I haven't got my refund of {amount}.",
            "I'm asking about a refund for order {order}. It should be {amount}.",
            "You only refunded a part of the money for the {item}. {amount} is missing.",
        ),
        gist=("the {item} went back and {amount} is still open", "you are missing {amount} from the return"),
        questions=(
            ("On which day did you hand in the parcel?", ("On {day}.", "I think it was {day}, I have the receipt.")),
            ("How did you pay at the time?", ("By card.", "By direct debit.", "With a voucher and by card.")),
            ("Do you still have the return receipt?", ("Yes, right here.", "Somewhere, yes.")),
        ),
        handling=(
            "The parcel arrived in our returns centre, it just wasn't booked in.",
            "I can see the return, the amount waits for approval.",
            "The return came without the slip, that's why it was set aside.",
        ),
        solved=(
            (
                "That's processed: {amount} will be on your account in three working days.",
                "{amount} is on its way and arrives within three working days",
            ),
            (
                "I've refunded the {amount} and added a voucher for the wait.",
                "{amount} is refunded and you get a voucher on top",
            ),
        ),
        unsolved=(
            "I can't release it today, accounting has to look at it and I don't know how long that takes.",
            "Without the slip I'm unable to do anything about the refund.",
        ),
    ),
    Scenario(
        name="Cancellation",
        topics=("cancellation", "retention"),
        queues=_queues("Sales"),
        weight={"voice": 1.0, "chat": 0.8, "email": 0.8},
        moods=(4, 1, 2, 1),
        difficulty=0.05,
        problems=(
            "I'd like to cancel my order {order}, the {item}.",
            "Please cancel my Home Care plan, I don't use it.",
            "I want to cancel. The {item} is cheaper somewhere else.",
        ),
        gist=(
            "you would like to cancel because you don't need it any more",
            "you want out of the order for the {item}",
        ),
        questions=(
            (
                "May I ask what the reason is?",
                ("It's too expensive for me at the moment.", "I found another one.", "We're moving."),
            ),
            (
                "Would a lower price for six months change your mind?",
                ("No, thank you, I have decided.", "Hm, not really."),
            ),
        ),
        handling=(
            "You are within the period, so that's no problem.",
            "It hasn't left the warehouse, so I can stop it.",
            "There are fourteen days to change your mind, and you are well within them.",
        ),
        solved=(
            (
                "It's cancelled, and you get the confirmation by e-mail in a few minutes.",
                "the order is cancelled and {amount} goes back to your card",
            ),
            (
                "I've cancelled the plan as of the end of the month, nothing more will be taken off.",
                "the plan ends with the month and nothing else is charged",
            ),
        ),
        unsolved=(
            "It has left the warehouse, so I can't cancel it. You have to refuse the parcel.",
            "I'm unable to cancel that in my system, please write to us.",
        ),
    ),
    Scenario(
        name="Billing question",
        topics=("invoice", "payment"),
        queues=_queues("Billing"),
        weight={"voice": 1.2, "chat": 1.0, "email": 1.3},
        moods=(4, 3, 2, 0),
        difficulty=0.06,
        problems=(
            "There is an amount of {amount} on my statement that I can't place.",
            "I've been charged twice for the {item}, {amount} each time.",
            "My invoice for order {order} has the wrong amount on it.",
            "What's the service fee of {amount} on my bill?",
        ),
        gist=("{amount} was taken that you can't place", "the bill shows {amount} more than you expected"),
        questions=(
            ("What is the date on the invoice?", ("It says {day}.", "From {day}.")),
            ("Are the last four digits of the reference {digits}?", ("Yes, they are.", "That's what it says.")),
        ),
        handling=(
            "The {amount} is the delivery of the second parcel, it was booked separately.",
            "There are two bookings, one of them is only reserved and will lapse.",
            "That is the Home Care plan that came with the {item}.",
        ),
        solved=(
            (
                "That's sorted: the {amount} is taken off and you get a corrected invoice today.",
                "the {amount} is taken off and a corrected invoice comes today",
            ),
            (
                "The second booking is released, it disappears by {day}. That's sorted.",
                "the second booking lapses by {day} and you need do nothing",
            ),
        ),
        unsolved=(
            "I can't see that booking, you would have to ask your bank.",
            "Billing has to answer that, I can't help with it.",
        ),
        crm="account",
    ),
    Scenario(
        name="Address change",
        topics=("account data",),
        queues=_queues("Orders"),
        weight={"voice": 0.7, "chat": 1.0, "email": 0.9},
        moods=(7, 1, 1, 0),
        difficulty=0.0,
        problems=(
            "We've moved and I need to change the address in my account.",
            "Can you change the delivery address of order {order} to {city}?",
            "My new address isn't taken by your website.",
        ),
        gist=("you have moved to {city} and the account has the old address", "order {order} should go to {city}"),
        questions=(
            ("What is the new address?", ("Number {few} in Mill Lane, {city}.", "It's {few} Station Road in {city}.")),
            ("From when is it valid?", ("From now on.", "From {day}.")),
        ),
        handling=("I'm typing it in as we speak.", "It takes both, the billing and the delivery address."),
        solved=(
            (
                "That's updated, and order {order} goes to {city} as well.",
                "the new address in {city} is in the account and in the order",
            ),
            ("All set, your account has the new address now.", "your account has the new address in {city}"),
        ),
        unsolved=("The parcel has left, so I can't change where it goes.",),
        crm="account",
    ),
    Scenario(
        name="Technical fault",
        topics=("warranty", "repair"),
        queues=_queues("Technical Support"),
        weight={"voice": 1.6, "chat": 1.1, "email": 0.8},
        moods=(2, 3, 3, 1),
        difficulty=0.18,
        problems=(
            "The {item} I bought doesn't switch on any more.",
            "My {item} is broken after {few} weeks. It makes a strange noise.",
            "The app doesn't find my {item}, it worked until {day}.",
            "There's a problem with the {item}: it stops in the middle of a run.",
        ),
        gist=("the {item} has stopped working after {few} weeks", "the {item} is making trouble since {day}"),
        questions=(
            ("Is there a light at the front?", ("Yes, it blinks red.", "No, nothing at all.")),
            (
                "Have you tried to unplug it for a minute?",
                ("Yes, that changed nothing.", "No. Wait, I'll do it. Nothing."),
            ),
            ("What is the number on the label at the back?", ("It says {digits}.", "Hold on. {digits}.")),
            ("Which version does the app show?", ("Four point two.", "I don't know, it doesn't say.")),
        ),
        handling=(
            "A red light means that the safety switch has gone off.",
            "Please press the button at the bottom for ten seconds, that resets it.",
            "The label tells me that it's from a series with a weak fuse.",
        ),
        solved=(
            (
                "Try it now, please. It's running? Then it's fixed, very good.",
                "the reset has fixed it and the warranty stays as it is",
            ),
            (
                "It's under warranty, so a technician comes on {day}, that's booked.",
                "a technician comes on {day}, at no cost to you",
            ),
        ),
        unsolved=(
            "Then I don't know either. You would have to send it in.",
            "I'm unable to find the fault from here, somebody will call you back.",
        ),
    ),
    Scenario(
        name="Upgrade",
        topics=("sales", "home care"),
        queues=_queues("Sales"),
        weight={"voice": 1.5, "chat": 0.7, "email": 0.3},
        moods=(8, 1, 0, 0),
        difficulty=0.03,
        problems=(
            "I have the small {item} and I'm thinking of the larger one.",
            "What does the Home Care plan cost, and what does it cover?",
            "I saw your offer for the {item} and I'd like to know more.",
        ),
        gist=(
            "you have the small one and would like more room",
            "you would like to know whether the plan pays for you",
        ),
        questions=(
            ("How many people live in the household?", ("{few} of us.", "Just the two of us.")),
            ("How often do you use it?", ("Nearly every day.", "At weekends mostly.")),
            ("What matters most to you about it?", ("That it's quiet.", "That it lasts.", "The price, to be honest.")),
        ),
        handling=(
            "Then the larger model pays, it takes half the time.",
            "The plan covers repairs and a yearly check for {amount} a month.",
            "You have fourteen days to change your mind, from the day it arrives.",
        ),
        solved=(
            (
                "The larger {item} comes on {day}, with a discount, that's arranged.",
                "the larger {item} comes on {day}, with fourteen days to change your mind",
            ),
            (
                "Your plan starts on {day} for {amount} a month, that's confirmed.",
                "the plan starts on {day} and can be ended every month",
            ),
        ),
        unsolved=("It's sold out and I don't know when it comes in again.",),
        crm="deal",
    ),
    Scenario(
        name="Complaint",
        topics=("complaint", "service quality"),
        queues=_queues("Orders"),
        weight={"voice": 0.8, "chat": 0.7, "email": 1.2},
        moods=(0, 1, 4, 5),
        difficulty=0.25,
        problems=(
            "Your driver left the {item} in the rain and it's ruined.",
            "I was promised a call by {day} and nobody rang. That's terrible service.",
            "The {item} arrived scratched, for the second time. I'm fed up.",
            "Your technician didn't turn up and I lost a day of work.",
        ),
        gist=("you lost a day because we didn't keep our word", "the {item} arrived in a bad state and that twice"),
        questions=(
            ("When was that exactly?", ("On {day}, in the morning.", "{day}.")),
            ("Do you have a picture of it?", ("Yes, I can send it.", "I took three.")),
            ("What would make this right for you?", ("A new one, quickly.", "I want some of my money back.")),
        ),
        handling=(
            "I've read the note of the driver, and that isn't how we want it.",
            "The visit was planned but not passed on.",
            "I'm making a note of this for the carrier as well.",
        ),
        solved=(
            (
                "That's arranged: you get a new {item} on {day} and {amount} back for the trouble.",
                "a new {item} comes on {day} and {amount} goes back to you",
            ),
            (
                "I've booked the technician for {day} at eight, as the first visit, and taken {amount} off the bill.",
                "the technician comes on {day} at eight and {amount} is taken off",
            ),
        ),
        unsolved=(
            "I can pass it on, but I can't promise anything.",
            "There's nothing that I can do about that now.",
        ),
    ),
    Scenario(
        name="Payment plan",
        topics=("payment", "instalments"),
        queues=_queues("Billing"),
        weight={"voice": 0.8, "chat": 0.5, "email": 0.6},
        moods=(3, 5, 1, 0),
        difficulty=0.08,
        problems=(
            "I can't pay the {amount} at once. Is there a way to pay by instalments?",
            "I've had a reminder and I'd like to pay the {amount} in parts.",
            "I'd like to change the day on which my instalment is taken.",
        ),
        gist=(
            "the {amount} at once is too much and you would like instalments",
            "you would like to spread the {amount}",
        ),
        questions=(
            ("How much would suit you a month?", ("Fifty would be possible.", "About thirty.")),
            ("Which day of the month is best for you?", ("The first.", "After the fifteenth.")),
        ),
        handling=(
            "Six instalments are possible without interest.",
            "I'm stopping the reminder while we set this up.",
            "The plan needs a new direct debit, I'll send you the form.",
        ),
        solved=(
            (
                "That's arranged: six instalments, the first one on {day}. The reminder is stopped.",
                "six instalments, the first on {day}, and no reminder",
            ),
            ("The day is changed to {day}, that's confirmed.", "the instalment is taken on {day} from now on"),
        ),
        unsolved=("The system refuses a plan for this amount, I can't help you with that.",),
        crm="account",
    ),
    Scenario(
        name="Product question",
        topics=("advice",),
        queues=_queues("Sales"),
        weight={"voice": 0.8, "chat": 1.4, "email": 0.7},
        moods=(9, 1, 0, 0),
        difficulty=0.02,
        problems=(
            "Does the {item} fit under a worktop of eighty-five centimetres?",
            "I'd like to know whether the {item} works with the old filter.",
            "Which {item} do you recommend for a small flat?",
        ),
        gist=("you would like to be sure that the {item} fits", "you are looking for a {item} for a small flat"),
        questions=(
            ("How deep is the space?", ("Sixty centimetres.", "I'd have to measure, about sixty.")),
            ("Do you have a model in mind?", ("The white one.", "Not yet.")),
        ),
        handling=(
            "The data sheet says eighty-two centimetres.",
            "The small model is made for that.",
            "The old filter fits, it's the same size.",
        ),
        solved=(
            ("Yes, it fits, that's confirmed in the data sheet.", "the {item} fits"),
            (
                "Then the small one is right for you and in stock, so that's sorted.",
                "the small {item} is in stock",
            ),
        ),
        unsolved=("I don't have the data sheet, you would have to look on the website.",),
        crm="deal",
    ),
)
