"""What a parameter of a book is called by whoever reads its warnings, in bokmål; files name it by its identifier."""

from __future__ import annotations

FILES = {
    "every_scheme": "Alle ordninger",
    "arithmetic": "Slik beløp regnes",
    "basic_amount": "Folketrygden",
    "advice": "Råd om tilskudd",
    "wages": "Eksempellønn",
    "employer_tax_zones": "Arbeidsgiveravgift",
    "limits": "Frister for oppfølging",
    "pathways": "Steg mellom arbeidsformer",
}
"""Titles of the files that are about no single scheme or plan; those have their own."""
PARAMETERS = {
    "in_force": "om ordningen gjelder",
    "new_agreements": "om nye avtaler kan inngås",
    "groups": "hvilke innsatsgrupper den gjelder for",
    "forms": "hvilke ansettelsesformer den gjelder for",
    "purposes": "hva den kan brukes til",
    "disability_benefit": "kravet om uføretrygd",
    "conditions": "vilkårene",
    "percent_after_months": "prosenten, og når den settes ned",
    "highest_percent_after_months": "høyeste prosent, og når den settes ned",
    "percents_offered": "prosentene som tilbys",
    "monthly_rate": "satsen per måned",
    "ceiling": "høyeste beløp",
    "cap_in_basic_amounts": "taket, regnet i grunnbeløp",
    "longest_months": "lengste varighet",
    "longest_months_by_form": "lengste varighet etter ansettelsesform",
    "longest_weeks": "lengste varighet",
    "age_below": "aldersgrensen",
    "birthday_at_start": "aldersgrensen ved oppstart",
    "first_start": "første dag den kan begynne",
    "last_start": "siste dag den kan begynne",
    "last_end": "siste dag den kan vare",
    "support_need_group": "kravet om vedtak om innsatsgruppe",
    "lowest_age": "laveste alder",
    "backdating_days": "hvor langt tilbake oppstarten kan være",
    "unit_forms": "hvilke virksomheter som kan få tilskudd",
    "link_forms": "hvilke enheter som bare er et ledd over virksomheten",
    "exclusive": "hvilke ordninger som ikke kan løpe samtidig",
    "clarify_together": "hvilke ordninger som må avklares sammen",
    "holiday_percents": "satsene for feriepenger",
    "employer_tax_percents": "satsene for arbeidsgiveravgift",
    "highest_pension_percent": "høyeste sats for pensjon",
    "days_in_month": "dager i en måned",
    "quotient_decimals": "desimaler i dagsbeløpet",
    "working_time": "timer og dager i et årsverk",
    "months_shown": "hvor mange måneder som vises",
    "basic_amount": "grunnbeløpet",
    "state_aid_percent": "høyeste støtte etter statsstøttereglene",
    "advice": "rådene",
    "monthly_wage": "månedslønn etter yrke",
    "full_time_hours": "timer i full stilling",
    "holiday_percent": "feriepenger i eksempelet",
    "pension_percent": "pensjon i eksempelet",
    "start_after_days": "når eksempelet begynner",
    "break_after_months": "når jobben tar slutt i eksempelet",
    "recruiting_hours": "timer til å ansette",
    "training_hours": "timer til opplæring",
    "percent_by_zone": "satsen i hver sone",
    "percent_within_allowance": "satsen innenfor fribeløpet",
    "municipalities_by_zone": "hvilken sone hver kommune ligger i",
    "contacts": "hvor ofte det skal følges opp",
    "at_workplace": "kravet til arbeidsplassen",
    "lasts_months": "hvor lenge planen varer",
    "confirmation_months": "hvor ofte oppfølgingen skal bekreftes",
    "review_months": "hvor ofte det skal være gjennomgang",
    "response_hours": "timer til å svare når det butter",
    "first_meeting_days": "dager til første arbeidsgivermøte",
    "warning_days": "hvor lenge før noe går ut det varsles",
    "before_subsidy_end_days": "samtalen før et tilskudd går ut",
    "after_subsidy_end_days": "samtalen etter at et tilskudd gikk ut",
    "due_within_days": "hvor lenge før fristen det står at noe forfaller",
    "stands_in_days": "hvor nær en samtale må være for å telle som den planlagte",
    "missed_after_days": "når det som ikke ble gjort, går ut av listen",
    "one_sided_days": "hvor langt tilbake begge sider skal være spurt",
    "one_sided_after_days": "hvor lenge en jobb varer før begge sider skal være spurt",
    "link_days": "hvor lenge en lenke til «Det butter» virker",
    "outcome_months": "hvor mange måneder etter start resultatene telles",
    "smallest_number": "det minste antallet som vises",
}
"""What the parameters are called after the title of their file."""
STAGES = {
    "sheltered": "skjermet arbeid",
    "trial": "utprøving",
    "adapted": "VTO",
    "wage_subsidy": "lønnstilskudd",
    "ordinary": "vanlig arbeid",
}
"""The two sides of a step of a pathway."""


def in_words(parameter: str, title: str | None = None) -> str:
    """A parameter (`file: name`) in bokmål, under the title of its file; one without words keeps its identifier."""
    file, _, name = parameter.partition(": ")
    start, _, end = name.partition("_to_")
    step = start in STAGES and end in STAGES
    said = f"fra {STAGES[start]} til {STAGES[end]}" if step else PARAMETERS.get(name, name)
    return f"{title or FILES.get(file, file)}, {said}" if name else parameter
