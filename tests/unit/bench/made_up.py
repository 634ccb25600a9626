"""Small made-up rows and answers for each scorer; what they must come to is worked out by hand in the tests."""

from __future__ import annotations

from typing import Any

TEXT = "On Monday shells hit Kutum, Sudan, the army said. In May rebels left."

#: Two gold, three answers: one right in all, one with another extent, value and type, one that is no time.
TIMES = [
    {
        "id": 1,
        "text": TEXT,
        "published": "2024-05-16",
        "times": [
            {"start": 3, "end": 9, "value": "2024-05-13", "type": "DATE"},
            {"start": 53, "end": 56, "value": "2024-05", "type": "DATE"},
        ],
    }
]
TIMES_SAID = [
    {
        "id": 1,
        "times": [
            {"start": 3, "end": 9, "timex": "2024-05-13", "type": "DATE"},
            {"start": 50, "end": 56, "timex": "2023-05", "type": "TIME"},
            {"start": 10, "end": 16, "timex": "P1D", "type": "DURATION"},
        ],
    }
]

#: Kutum right, Sudan right as a country, a third place 300 km off, a fourth never found; one answer is no place.
PLACES = [
    {
        "id": "a",
        "text": TEXT,
        "published": None,
        "places": [
            {"start": 21, "end": 26, "text": "Kutum", "lat": 14.2, "lon": 24.66, "country": None},
            {"start": 28, "end": 33, "text": "Sudan", "lat": 15.0, "lon": 30.0, "country": "SD"},
            {"start": 39, "end": 43, "text": "army", "lat": 10.0, "lon": 20.0, "country": None},
            {"start": 57, "end": 63, "text": "rebels", "lat": 10.0, "lon": 20.0, "country": None},
        ],
    }
]
PLACES_SAID = [
    {
        "id": "a",
        "places": [
            {"start": 21, "end": 26, "lat": 14.3, "lon": 24.7, "country": "SD", "precision": "settlement"},
            {"start": 28, "end": 33, "lat": 16.0, "lon": 29.0, "country": "SD", "precision": "country"},
            {"start": 39, "end": 43, "lat": 10.0, "lon": 23.0, "country": "SD", "precision": "settlement"},
            {"start": 3, "end": 9, "lat": None, "lon": None, "country": None, "precision": None},
        ],
    }
]

#: The first whole; the second has its content but nobody where the gold has the rebels; the third is not found.
ATTRIBUTIONS = [
    {
        "id": "x",
        "text": TEXT,
        "published": None,
        "attributions": [
            {"source": [[35, 43]], "cue": [[44, 48]], "content": [[0, 33]]},
            {"source": [[57, 63]], "cue": [], "content": [[50, 56]]},
            {"source": [], "cue": [], "content": [[64, 68]]},
        ],
    }
]
ATTRIBUTIONS_SAID = [
    {
        "id": "x",
        "attributions": [
            {
                "source": {"start": 39, "end": 43},
                "cue": {"start": 44, "end": 48},
                "content": [{"start": 0, "end": 20}, {"start": 21, "end": 33}],
            },
            {"source": None, "cue": None, "content": {"start": 50, "end": 54}},
        ],
    }
]

_CODED = {"date_from": "2024-05-13", "date_to": "2024-05-14", "lat": 14.2, "lon": 24.66}
#: The first right in all but the injured, whose low end alone is right; the second wrong in all, with an invention.
INCIDENTS = [
    {"id": 1, "text": TEXT, "gold": {**_CODED, "killed_min": 2, "killed_max": 3, "injured_min": 4, "injured_max": 6}},
    {"id": 2, "text": TEXT, "gold": {**_CODED, "killed_min": 2, "killed_max": 3}},
    {"id": 3, "text": TEXT, "gold": {"date_from": "2024-05-13", "date_to": "2024-05-13"}},
]
INCIDENTS_SAID: list[dict[str, Any]] = [
    {
        "id": 1,
        "events": [
            {
                "time": {"from": "2024-05-13", "to": None},
                "place": {"lat": 14.203, "lon": 24.66},
                "figures": [
                    {"measure": "killed", "kind": "incident", "min": 2, "best": None, "max": 3},
                    {"measure": "injured", "kind": "incident", "min": 4, "best": 4, "max": 4},
                    {"measure": "killed", "kind": "cumulative", "min": 900, "best": 900, "max": 900},
                ],
            }
        ],
    },
    {
        "id": 2,
        "events": [
            {
                "time": {"from": "2024-05-13", "to": "2024-05-20"},
                "place": {"lat": 14.23, "lon": 24.66},
                "figures": [{"measure": "injured", "kind": "incident", "min": 1, "best": 1, "max": 1}],
            }
        ],
    },
    {"id": 3, "events": []},
]

#: Within 5 km, within 25 km, farther off, and none.
GEOCODE = [
    {"id": n, "query": f"p{n}", "country": "SD", "lat": 14.0, "lon": 24.0, "precision": "town" if n < 3 else "city"}
    for n in range(1, 5)
]
GEOCODE_SAID = [
    {"id": 1, "lat": 14.01, "lon": 24.0},
    {"id": 2, "lat": 14.1, "lon": 24.0},
    {"id": 3, "lat": 15.0, "lon": 24.0},
    {"id": 4, "lat": None, "lon": None, "why": "nobody knows"},
]
