"""Codes of tables and lists in bokmål, as official words where there are such (Jobbsporet, the practice)."""

from __future__ import annotations

WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
WITH_WHOM = {"worker": "deltakeren", "employer": "arbeidsgiver", "both": "deltakeren og arbeidsgiver"}
DONE = {
    "pin": "Festet øverst:",
    "hide": "Tatt av listen for nå:",
    "not_for_this_participant": "Tatt av listen for denne deltakeren:",
    "add": "Lagt til:",
    "undo": "Angret:",
    "wrong": "Takk, det er notert at noe er feil med",
    "told": "Takk, det er meldt hva som er feil med",
    "none_of_these": "Notert at ingen av disse passet",
    "contact": "Kontakten er lagret:",
    "not_listed": "Lagret, men ikke på listen:",
}
"""What is said of what was just done, before the employer's name."""
TIMES = {"day": "dag", "evening": "kveld", "night": "natt", "weekend": "helg"}
DAYS = dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), WEEKDAYS, strict=True))
NORWEGIAN = {"beginner": "nybegynner", "basic": "noe", "good": "godt", "fluent": "flytende"}
FOLLOW_UP_NEED = {"low": "lite", "medium": "middels", "high": "mye"}
SHAREABLE = {
    "experience": "erfaring",
    "skills": "ferdigheter",
    "hours": "arbeidstid",
    "conditions": "tilrettelegging",
    "name": "navn",
}
CHANNELS = {"visit": "Besøk", "phone": "Telefon", "digital": "Digitalt"}
RESULTS = {
    "need_recorded": "Nytt behov",
    "meeting": "Nytt møte",
    "not_now": "Ikke nå",
    "no": "Nei",
    "no_answer": "Ikke svar",
    "candidate_discussed": "Kandidat drøftet",
    "trial_agreed": "Prøveplass avtalt",
    "hired": "Ansatt",
}
FAULTS = {
    "next_step": "Neste steg kan ha inntil 4000 tegn, uten fødselsnummer og uten tegn som ikke kan vises.",
    "next_step_on": "Datoen for neste steg kan ikke brukes.",
    "result": "Velg hvordan det gikk.",
    "channel": "Velg om det var besøk, telefon eller digitalt.",
}
"""What to put right in a form, by field."""
PARTS = {
    "onsker": "Ønskede yrker",
    "uonsket": "Ønsker ikke",
    "erfaring": "Erfaring",
    "ord": "Med egne ord",
    "tid": "Arbeidstid",
    "opptatt": "Opptatt",
    "reise": "Reise",
    "vilkar": "Trenger på jobben",
    "norsk": "Norsk",
    "oppfolging": "Behov for oppfølging",
    "deling": "Hva arbeidsgiver kan få vite",
    "veto": "Arbeidsgivere deltakeren ikke vil til",
}
"""What each part of a profile is called."""
PART_OF = {
    "wished_occupations": "onsker",
    "experience_occupations": "erfaring",
    "wished_text": "ord",
    "skills_text": "ord",
    "times_of_day": "tid",
    "unavailable_times": "opptatt",
    "work_conditions": "vilkar",
    "norwegian_level": "norsk",
}
"""The part of a profile in which something that is missing is filled in."""
PROFILE_FAULTS = {
    "wished_text": "Ønsket kan ha inntil 4000 tegn, uten fødselsnummer og uten tegn som ikke kan vises.",
    "skills_text": "Ferdighetene kan ha inntil 4000 tegn, uten fødselsnummer og uten tegn som ikke kan vises.",
    "hours_min": "Timene må være tall fra 0 til 60, det laveste først.",
    "hours_max": "Timene må være tall fra 0 til 60, det laveste først.",
    "max_travel_minutes": "Reisetiden må være et helt antall minutter, fra 0 til 300.",
    "unavailable_times": "Skriv når tiden begynner og slutter, begynnelsen først, for eksempel 09:00 og 12:00.",
    "tekst": "Søket kan ikke ha fødselsnummer eller tegn som ikke kan vises.",
}
"""What to put right in a profile, by column."""
FORMS = {
    "permanent": "Fast ansettelse",
    "temporary": "Tidsbegrenset ansettelse",
    "zero_hours": "Tilkallings- eller ekstrajobb",
    "apprentice": "Lærling",
    "work_training": "Arbeidstrening",
    "job_taster": "Jobbsmak",
    "adapted_work_ordinary": "Varig tilrettelagt arbeid",
    "self_employed": "Selvstendig",
}
END_REASONS = {
    "tasks": "Oppgavene",
    "pace": "Tempoet",
    "social": "Det sosiale",
    "management": "Ledelsen",
    "transport": "Reisen",
    "hours": "Arbeidstiden",
    "downsizing": "Nedbemanning",
    "better_job": "Bedre jobb",
    "education": "Utdanning",
    "subsidy_ended": "Tilskuddet tok slutt",
    "other": "Annet",
}
STATUS = {
    "due": "Forfaller",
    "overdue": "På etterskudd",
    "orphaned": "Ingen eier",
    "planned": "Planlagt",
    "missed": "Ikke gjort",
    "done": "Gjort",
}
REPORTED_BY = {"worker": "Deltakeren", "employer": "Arbeidsgiver", "specialist": "Jobbspesialisten"}
JOB_DONE = {
    "start": "Jobbstarten er lagret. Oppfølgingen begynner nå.",
    "butter": "Det er sagt fra. Fristen er 24 timer, og begge sider skal spørres.",
    "oppfolging": "Samtalen er lagret.",
    "slutt": "Siste dag er lagret.",
    "eier": "Oppfølgingen har fått ny eier. Det som er åpent, fulgte med.",
    "tatt": "Noen andre har tatt oppfølgingen i mellomtiden. Under står hvem.",
}
OWNER_FAULTS = {
    "hvem": "Velg hvem som skal ha oppfølgingen.",
    "ukjent": "Vi kjenner ingen jobbspesialist med denne identen. Er det en ny kollega, så kryss av for det.",
}
PROVIDER_KINDS = {
    "nav": "Nav",
    "growth_enterprise": "vekstbedrift",
    "rehabilitation_enterprise": "arbeids- og inkluderingsbedrift",
    "other": "tiltaksarrangør",
}
COUNTS = {
    "participants": "Deltakere",
    "placements": "Jobber i gang",
    "overdue": "På etterskudd",
    "due": "Forfaller nå",
    "planned": "Planlagte samtaler",
    "frictions": "Det butter",
    "next_steps": "Avtalte neste steg",
}
"""What is counted at a hand-over, the most urgent of it before the rest."""
MEASURES = {
    "top5_starts": "De fem første på en liste: begynner i jobb",
    "top5_employed_26w": "De fem første på en liste: i jobb etter 26 uker",
    "top5_employed_52w": "De fem første på en liste: i jobb etter 52 uker",
    "over_baseline": "I jobb etter 52 uker: over den beste enkle regelen",
    "never_used": "Av det som vises: ikke brukt de siste 12 månedene",
    "different_employers": "Innen én jobbspesialists lister: ulike arbeidsgivere",
}
"""What an evaluation measured of the order, in words; `training.evaluation` says how each is counted."""
MODES = {"car": "med bil", "transit": "med buss eller tog", "walk": "til fots"}
SOURCES = {
    "visit": "fra et besøk",
    "ad": "fra en annonse",
    "phone": "fra en telefonsamtale",
    "register": "fra et register",
}
GRADES = {"strong": "Godt grunnlag", "moderate": "Noe grunnlag", "weak": "Tynt grunnlag"}
PRECISION = {
    "postcode": "Reisetiden er regnet fra postnummeret.",
    "municipality": "Reisetiden er regnet fra midten av kommunen.",
}
WIDENING = {
    "longer_travel": "Lengre reisevei",
    "similar_occupations": "Yrker som ligner på ønskene",
    "job_carving": "Jobbutforming: oppgaver satt sammen på nytt",
    "new_employers": "Arbeidsgivere vi ikke har vært hos",
    "fewer_filters": "Færre filtre",
}
"""What is said of a way to more workplaces that was kept without words of its own."""
FIT_PARTS = {"tasks": "Oppgaver", "environment": "Miljø", "hours": "Tid", "travel": "Reise"}
MISSING = {
    "wished_occupations": "ønskede yrker",
    "experience_occupations": "erfaring",
    "wished_text": "ønsker med egne ord",
    "skills_text": "ferdigheter",
    "times_of_day": "tider på døgnet",
    "work_conditions": "tilretteleggingsbehov",
    "norwegian_level": "norskkunnskaper",
    "latitude": "bosted",
    "longitude": "bosted",
    "driving_licence": "førerkort",
    "unavailable_times": "faste tider borte",
}
