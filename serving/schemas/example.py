"""One full list with invented names, as OpenAPI shows it."""

from __future__ import annotations

from typing import Any

LIST_EXAMPLE: dict[str, Any] = {
    "list_id": "5f0c9a4e7f4d4a0d9d7f3b6f0a1c2e3d",
    "as_of": "2026-02-02",
    "participant_id": "p-000123",
    "simulated": True,
    "model": {"name": "lambdamart", "version": "7"},
    "rulebook_version": "2026-01-15.0f3a9c1e",
    "completeness": {"share": 0.86, "missing": ["norwegian_level"]},
    "abstained": {"reason": "Vi vet for lite om ønskene. Listen står i erfaringsrekkefølge."},
    "widening": [
        {
            "kind": "longer_travel",
            "gives": 12,
            "text": "15 minutter lengre reisevei gir 12 arbeidsplasser til",
            "best": {
                "orgnr": "310000124",
                "name": "EKSEMPEL KOLONIAL AVD SØR",
                "municipality": "Skien",
                "travel_minutes": 24,
            },
        }
    ],
    "changes": [{"orgnr": "310000124", "what": "opp fra 4 til 1", "why": "nytt behov meldt 28.01.2026"}],
    "basis": {
        "used": [{"what": "kontakter", "number": 9, "oldest": "2024-03-04", "newest": "2026-01-28"}],
        "not_used": ["alder", "kjønn", "ytelse"],
        "grounds": [
            {
                "orgnr": "310000124",
                "effects": [{"code": "tasks", "effect": 0.41, "text": "Butikkmedarbeider er et av ønskene"}],
            }
        ],
    },
    "suggestions": [
        {
            "rank": 1,
            "orgnr": "310000124",
            "workplace": {
                "orgnr": "310000124",
                "name": "EKSEMPEL KOLONIAL AVD SØR",
                "municipality": "Skien",
                "industry": "Dagligvarehandel",
                "employees": 14,
                "place_precision": "postcode",
            },
            "travel_minutes": 24.0,
            "score": 1.37,
            "order_by": {"model": 1, "exploration": False, "pin": False, "added": False},
            "outlook": {
                "starts": {"estimate": 0.06, "low": 0.03, "high": 0.1},
                "stays_26w": {"estimate": 0.62, "low": 0.48, "high": 0.74},
                "stays_52w": {"estimate": 0.45, "low": 0.31, "high": 0.58},
                "employed_26w": {"estimate": 0.037, "low": 0.018, "high": 0.066},
                "employed_52w": {"estimate": 0.027, "low": 0.012, "high": 0.05},
            },
            "evidence": {"contacts": 9, "placements": 4, "grade": "moderate"},
            "reasons": [
                {"code": "wish", "text": "Butikkmedarbeider er et av ønskene", "effect": 0.41},
                {"code": "need", "text": "Meldte behov for hjelp i varemottak 28.01.2026", "effect": 0.33},
                {"code": "lasting", "text": "3 av 4 var fortsatt i jobb etter 12 måneder", "effect": 0.22},
            ],
            "caution": {"code": "pace", "text": "Travelt på ettermiddagen; jevnt tempo er et ønske", "effect": -0.12},
            "need": {
                "status": "known",
                "text": "Hjelp i varemottak, 15–20 timer i uka",
                "recorded_on": "2026-01-28",
                "source": "visit",
            },
            "fit": {"tasks": 0.9, "environment": 0.6, "hours": 1.0, "travel": 0.8},
            "subsidies": {
                "schemes": [
                    {
                        "scheme": "mentor_subsidy",
                        "norwegian": "Tilskudd til mentor",
                        "status": "needs_clarification",
                        "reason": "Mentorens timetall er ikke avtalt.",
                        "question": "Hvem på arbeidsplassen kan være mentor, og hvor mange timer i måneden?",
                        "ask_whom": "arbeidsgiveren",
                        "source": "tiltaksforskriften (FOR-2015-12-11-1598) kapittel 5",
                        "source_level": "regulation",
                        "checked_on": "2026-01-15",
                        "monthly_cost": 2000.0,
                        "hourly_wage": 250.0,
                        "periods": [
                            {
                                "from": "2026-03-01",
                                "to": "2026-03-31",
                                "percent": 100.0,
                                "monthly_subsidy": 2000.0,
                                "amount": 2000.0,
                            }
                        ],
                    }
                ],
                "packages": [[]],
                "text": "Må avklares: tilskudd til mentor. Veiledende, ikke vedtak.",
            },
            "employer_cost": {
                "assumptions": ["Eksempel, veiledende, ikke vedtak: fast stilling på 60 %, fra 04.03.2026."],
                "months": [
                    {"month": 1, "without": 26070.0, "with": 10428.0},
                    {"month": 2, "without": 26070.0, "with": 10428.0},
                    {"month": 3, "without": 26070.0, "with": 26070.0},
                ],
                "break_off_after_3_months": {"without": 95590.0, "with": 64306.0},
            },
            "follow_up_plan": {
                "owner": "Z990001",
                "contacts": [{"due_after_days": 7, "with_whom": "both", "kind": "contact", "how": "visit"}],
                "response_hours": 24,
                "text": "Z990001 følger opp: hver uke til og med uke 4 med begge, så hver måned med begge. "
                "Svar innen 24 timer når noe butter.",
                "at_workplace": "Arbeidsplassen peker ut en fadder eller arbeidsleder som er der hver dag.",
                "duties": ["Nav bekrefter oppfølgingen hver sjette måned, ellers stopper utbetalingen."],
            },
            "relation": {
                "known_by": "Z990002",
                "last_contact": "2026-01-28",
                "next_step": "Andre kopp kaffe: spør om varemottaket",
            },
            "record": {"started": 4, "still_there_52w": 3},
            "capacity": {"active": 1, "room": 1},
        }
    ],
}
