"""Given names of many languages, by which a person is told where no name is known."""

from typing import Final

from debrief.summaries.drafting.sentence import words_of

GIVEN_NAMES: Final = words_of(
    """
    aaron abdul abigail adam adrian ahmad ahmed aisha alan albert alejandro alex alexander alexandra ali alice alicia
    amanda amelia amir amit amy ana andre andrea andrew angela anika anita anja ann anna anne anthony antonio anya
    arjun arthur ashley asif astrid aurora ayesha barbara beatrice ben benjamin bernard beth betty bianca bill bjorn bob
    brandon brian bruno camila carlos carmen carol caroline catherine chantal charles charlotte chen chloe chris
    christian christina christine christopher claire clara claudia colin conor craig cristina daisy dana daniel daniela
    danielle david deborah deepak dennis derek diana diego dimitri dmitri dominic donald donna dorothy edward elaine
    elena
    eleanor eli elisa elizabeth ella ellen emily emma eric erik erika ethan eva evelyn fatima felix fernando fiona
    florian frances francesca francis francisco frank fred frederick gabriel gabriela gary george gerald giovanni giulia
    gloria gordon grace graham greg gregory greta guillermo gustav hana hannah hans harold harry hassan heather hector
    helen helena henry hiroshi hugo ian ibrahim igor ines ingrid irene irina isaac isabel isabella ivan jack jacob
    jacqueline
    jake james jamie jan jane janet jasmine jason javier jean jeffrey jennifer jenny jeremy jerry jessica jill jim jing
    joan joanna joe johan johanna john johnny jonas jonathan jorge jose josef joseph joshua juan judith judy julia
    julian
    julie jun justin jurgen jürgen kamal karen karim karin karl kate katherine kathleen katie keith kelly ken kenji
    kenneth kevin
    khalid kim klaus kumar kurt larry lars laura lauren layla lea leah lena leo leon leonard leonie li liam lina linda
    lisa liu lorenzo louis louise luca lucas lucia lucy luis luisa lukas luke magda mahmoud malik manuel marc marcel
    marco marcus
    margaret maria marie marina mario marion mark marta martha martin martina mary matilda matteo matthew maureen max
    maya megan mehmet mei melanie melissa mia michael michel michelle miguel mike milan miriam mohamed mohammed monica
    monika morgan mustafa nadia nadine naomi natalie natasha nathan nicholas nick nicola nicole niklas nina noah nora
    olga oliver olivia omar oscar otto pablo pamela patricia patrick paul paula pedro peter petra philip philippe pierre
    priya rachel rafael rahul raj ralph ramon ravi raymond rebecca ricardo richard rita robert roberto robin roger
    roland roman ronald rosa rose ruth ryan sabine sabrina sally sam samantha samuel sandra sanjay santiago sara sarah
    scott sean sebastian serena sergei sharon sheila shirley silvia simon simone sofia sonia sophia sophie stacy stefan
    stefanie stella stephanie stephen steve steven stuart sunil susan susanne suzanne svetlana sven sylvia tamara tanya
    tara tariq tatiana teresa theo theresa thomas tiffany tim timothy tina tobias todd tom tomas tony tracy tyler ursula
    abdullah abebe achim adaeze adele adriana agnes agnieszka aiko akira alan alba aleksander aleksandra alessandro
    alexei
    alina alison alma amara ananya anders andrei andrzej anjali annika antoine anton aris arturo ayse bahar bartosz
    beata
    birgit bodil bogdan boris camille cecilia cedric chiara chidi chiamaka chinedu claude claudio cornelia cyril dalia
    damian dario darius davide dieter dilip dominik dragan edith eduardo eduard elias elif emanuel emil emilia emre enzo
    ernst esteban esther eugene evgeny fabian fabio farah fatma federico ferdinand filip florence fritz gaurav georg
    gerhard gianni gisela goran gunnar gunter hamza haruto heike heinrich helga henrik hilde hussein ilona ilse ioana
    irma
    isha ismail jakub jana janina jaroslav jaya jens jin joana joanne joao jochen jorg josefine juliane jutta kaito
    karina
    kasia katarina katja kenta khadija kiran kofi krzysztof kwame lakshmi lana leila lennart leonardo leticia lidia
    lorena
    ludwig luigi luiz lukasz lydia maciej maja manfred manuela marek margot marianne mariana marija marta marwan mateusz
    mathilde matthias maurice mauro meera mehdi meike michal mikael mikhail milan milena mina minh mirjam mohammad
    moritz
    natalia nguyen nikhil nikolai nils noor norbert odette oksana oleg olena ondrej osman otto pascal paulo pavel pawel
    petr pia piotr pooja radek rafal rajesh ralf ramona rana rashid reza rin rocio rohan romain ronja rosanna roxana
    rudolf
    sakura salma samira sandeep saskia sergio serge shreya sigrid silke simona siri slavko sofie soren stanislav stefano
    sunita suresh svenja swati takashi tamar tania tariq thorsten tibor timo tomasz traore ulrich ulrike urs uwe vasily
    vijay viola vikram volker waleed wanda wojciech xin yara yasmine yosef youssef yuri yusra zeynep zofia zsofia zuzana
    valentina valerie vanessa vera veronica victor victoria viktor vincent virginia vivian vladimir walter wang wei
    wendy werner william xavier yan yasmin yolanda yuki yusuf yvonne zara zhang zoe
    """
)
