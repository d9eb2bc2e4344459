"""Places: that names lead to the right point, and that distances are those the design was checked with."""

from __future__ import annotations

import json
from math import asin, cos, radians, sin, sqrt

import pytest

from specgen import resources
from specgen.model import Place, Question
from specgen.questions import AnswerError, read_text
from specgen.questions._atlas import fold

PLACE = Question("distance.origin", "?", "place")
RADIUS = 6371.0088  # km, mean radius of the earth (IUGG)


def place(text: str) -> Place:
    value = read_text(text, PLACE).value
    assert isinstance(value, Place)
    return value


def kilometres(one: str, other: str) -> float:
    """Great circle by the haversine formula."""
    a, b = place(one), place(other)
    north, south = radians(a.latitude), radians(b.latitude)
    turn = radians(b.longitude) - radians(a.longitude)
    return 2 * RADIUS * asin(sqrt(sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(turn / 2) ** 2))


# From the design's oracle of calculators (independent of this code), and from its worked example.
DISTANCES = [
    ("Lagos", "Dublin", 5279.5181291387335), ("Lagos", "Frankfurt", 4871.751653758572),
    ("Lagos", "Ashburn", 8763.309708416404), ("Lagos", "Cape Town", 4768.589716842751),
    ("London", "New York", 5570.229873656523), ("London", "Sydney", 16993.956932816534),
    ("Frankfurt", "Singapore", 10258.049016560692), ("Nairobi", "Dublin", 7261.657533841232),
    ("London", "eu-west-1", 463.3), ("Houston", "eu-west-1", 7342.0), ("Lagos", "eu-west-1", 5279.5),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "expected"), DISTANCES)
def test_distances_are_those_of_the_oracle(one: str, other: str, expected: float) -> None:
    assert kilometres(one, other) == pytest.approx(expected, abs=0.05)


@pytest.mark.parametrize(
    ("text", "name", "latitude", "longitude"),
    [
        ("Lagos", "Lagos", 6.5244, 3.3792),
        ("lagos (nigeria)", "Lagos", 6.5244, 3.3792),
        ("Lagos (Portugal)", "Lagos (Portugal)", 37.1, -8.67),
        ("Lagos, PT", "Lagos (Portugal)", 37.1, -8.67),
        ("eu-west-1", "Dublin", 53.35, -6.26),
        ("EU-WEST-1", "Dublin", 53.35, -6.26),
        ("northeurope", "Dublin", 53.35, -6.26),
        ("europe-west3", "Frankfurt", 50.11, 8.68),
        ("us-east-1", "Ashburn", 39.04, -77.49),
        ("Frankfurt am Main", "Frankfurt", 50.11, 8.68),
        ("Sao Paulo", "São Paulo", -23.55, -46.64),
        ("são paulo", "São Paulo", -23.55, -46.64),
        ("London, UK", "London", 51.51, -0.13),
        ("NYC", "New York", 40.71, -74.01),
        ("Washington, D.C.", "Washington", 38.9, -77.04),
        ("Berlin", "Berlin", 52.52, 13.41),
        ("Houston", "Houston", 29.76, -95.37),
        ("Nairobi", "Nairobi", -1.29, 36.82),
        ("Köln", "Cologne", 50.93, 6.95),
        ("6.45,3.39", "6.45,3.39", 6.45, 3.39),
        ("-33.9, 18.4", "-33.9, 18.4", -33.9, 18.4),
    ],
)
def test_places_are_found(text: str, name: str, latitude: float, longitude: float) -> None:
    found = place(text)
    assert found.name == name
    assert found.label == text
    assert float(found.latitude) == pytest.approx(latitude, abs=0.01)
    assert float(found.longitude) == pytest.approx(longitude, abs=0.01)


def test_a_name_leads_back_to_its_place() -> None:
    for text in ("Lagos", "Lagos (Portugal)", "Sao Paulo", "eu-west-1", "Birmingham (United Kingdom)"):
        found, again = place(text), place(place(text).name)
        assert (found.latitude, found.longitude) == (again.latitude, again.longitude)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Birmingham", r"could be Birmingham \(United Kingdom\) or Birmingham \(United States\)"),
        ("Lagoss", r"No such place: Lagoss. Nearest: Lagos \(Nigeria\), Lagos \(Portugal\)"),
        ("eu-west-9", "Nearest: eu-west-"),
        ("qqqqqq", "latitude,longitude"),
        ("Lagos (Ghana)", "No such place"),
        ("91,0", "latitude is -90 to 90"),
        ("0,181", "longitude is -180 to 180"),
        ("x" * 101, "too long"),
    ],
)
def test_places_are_refused_with_what_to_type(text: str, message: str) -> None:
    with pytest.raises(AnswerError, match=message):
        place(text)


def test_the_file_is_credited_sorted_and_sound() -> None:
    text = resources.text("data", "places.json")
    raw = json.loads(text)
    assert "GeoNames" in raw["source"]
    assert "Creative Commons Attribution 4.0" in raw["licence"]
    assert "rounded" in raw["changes"]  # CC BY asks to say what was changed
    assert len(text.encode()) < 150_000
    cities = raw["cities"]
    assert len(cities) > 2000
    assert [row[:2] for row in cities] == sorted(row[:2] for row in cities)
    assert len({(row[0], row[1]) for row in cities}) == len(cities)
    assert all(abs(row[2]) <= 90 and abs(row[3]) <= 180 and row[4] >= 1 for row in cities)
    assert {row[1] for row in cities} == set(raw["countries"])


def test_every_city_region_and_alias_is_found() -> None:
    raw = json.loads(resources.text("data", "places.json"))
    for name, country, latitude, _longitude, _population in raw["cities"]:
        assert float(place(f"{name} ({raw['countries'][country]})").latitude) == latitude
    codes = [code for regions in raw["regions"].values() for code in regions]
    assert len(codes) == len(set(codes))
    for regions in raw["regions"].values():
        for code, (name, latitude, _longitude) in regions.items():
            assert (place(code).name, float(place(code).latitude)) == (name, latitude)
    assert set(map(fold, raw["aliases"].values())) <= {fold(row[0]) for row in raw["cities"]}
    assert place("Bangalore").latitude == place("Bengaluru").latitude
