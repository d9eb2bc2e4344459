"""Cities and cloud regions by name, from `data/places.json`.

`tools/make_places.py` makes that file and names its sources. It is read when the first place is asked for, never
at import time.
"""

from __future__ import annotations

import json
import re
import unicodedata
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from specgen import resources

# Letters that have no decomposition, as people type them without a special keyboard.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ə": "e"})
# Countries as people say them, beside their names and codes.
_COUNTRIES = {"uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "usa": "US", "uae": "AE", "holland": "NL"}


class City(NamedTuple):
    """`population` counts thousands; `country` is the country's name."""

    name: str
    country: str
    latitude: Fraction
    longitude: Fraction
    population: int

    @property
    def full_name(self) -> str:
        return f"{self.name} ({self.country})"


class Atlas(NamedTuple):
    """Rows of the file under folded names. `regions` maps a code to its city's name, latitude and longitude."""

    cities: dict[str, list[list[str]]]
    countries: dict[str, str]
    regions: dict[str, list[str]]


def fold(name: str) -> str:
    """`name` without accents, case and punctuation: São Paulo and sao-paulo are one name."""
    if name.isascii():
        if name.isalpha():  # most of the 2,000 names that are read
            return name.lower()
    else:
        name = unicodedata.normalize("NFKD", name.casefold().translate(_PLAIN))
        name = "".join(c for c in name if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", name.casefold().replace("'", "")))


@cache
def atlas() -> Atlas:
    """The packaged places. Numbers stay text until a place is chosen, so that they become exact fractions."""
    raw = json.loads(resources.text("data", "places.json"), parse_float=str, parse_int=str)
    cities: dict[str, list[list[str]]] = {}
    for row in raw["cities"]:
        cities.setdefault(fold(row[0]), []).append(row)
    for alias, name in raw["aliases"].items():
        cities.setdefault(fold(alias), []).extend(cities[fold(name)])
    regions = {code: row for provider in raw["regions"].values() for code, row in provider.items()}
    return Atlas(cities, raw["countries"], regions)


def cities(name: str, country: str = "") -> list[City]:
    """Cities of that name, largest first; of one country when its name or code is given."""
    known, wanted = atlas(), fold(country)
    wanted = _COUNTRIES.get(wanted, wanted).lower()
    found = [
        City(row[0], known.countries[row[1]], Fraction(row[2]), Fraction(row[3]), int(row[4]))
        for row in known.cities.get(fold(name), ())
        if not country or wanted in (row[1].lower(), fold(known.countries[row[1]]))
    ]
    return sorted(found, key=lambda city: (-city.population, city.country))


def region(code: str) -> tuple[str, Fraction, Fraction] | None:
    """City, latitude and longitude of a region of AWS, Azure or Google Cloud; None when no region has that code."""
    row = atlas().regions.get(code.lower())
    return None if row is None else (row[0], Fraction(row[1]), Fraction(row[2]))


def near(text: str, most: int = 4) -> list[str]:
    """Names close to `text`: regions by their code, cities with their country, the closest first."""
    import difflib  # only on the way to an error message

    known, typed = atlas(), fold(text)
    codes = difflib.get_close_matches(text.lower(), known.regions, n=2, cutoff=0.8)
    names = difflib.get_close_matches(typed, known.cities, n=2, cutoff=0.75)
    full = [city.full_name for name in names for city in cities(name)]
    return list(dict.fromkeys(codes + full))[:most]
