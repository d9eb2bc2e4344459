"""A point on earth: a city, a cloud region, or latitude and longitude."""

from __future__ import annotations

import re
from fractions import Fraction

from specgen.model import Place, Question, Value
from specgen.questions import AnswerError, QuestionType, _atlas, quoted, wrong_kind

_DECIMAL = r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,15})?"
_POINT = re.compile(rf"({_DECIMAL})\s*,\s*({_DECIMAL})")
_WITH_COUNTRY = re.compile(r"(?P<city>[^(),]+?)\s*(?:\((?P<country>[^()]+)\)|,\s*(?P<after>[^(),]+))")
_LONGEST = 100  # characters; names are shorter, and names close to long text take long to find
_CLEARLY_LARGER = 10  # a city this many times larger than its namesakes is what people mean


def _parse(text: str, question: Question) -> Value:
    if len(text) > _LONGEST:
        raise AnswerError(f"{quoted(text)} is too long for a place.")
    point = _POINT.fullmatch(text)
    if point is not None:
        return _point(Fraction(point[1]), Fraction(point[2]), text)
    region = _atlas.region(text)
    if region is not None:
        return Place(*region, label=text)
    return _city(text)


def _point(latitude: Fraction, longitude: Fraction, text: str) -> Place:
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise AnswerError(f"{text}: latitude is -90 to 90, and after it longitude is -180 to 180.")
    return Place(text, latitude, longitude, text)


def _city(text: str) -> Place:
    parts = _WITH_COUNTRY.fullmatch(text)
    found = _atlas.cities(text)
    if parts is not None and not found:
        found = _atlas.cities(parts["city"], parts["country"] or parts["after"])
    if not found:
        raise _no_such_place(text)
    if not _is_clear(found):
        names = [city.full_name for city in found]
        raise AnswerError(f"{quoted(text)} could be {', '.join(names[:-1])} or {names[-1]}.", names[0])
    city = found[0]
    namesakes = _atlas.cities(city.name)
    plain = _is_clear(namesakes) and namesakes[0] == city
    return Place(city.name if plain else city.full_name, city.latitude, city.longitude, text)


def _is_clear(cities: list[_atlas.City]) -> bool:
    """Whether the first (and largest) of the namesakes is the one people mean by the bare name."""
    return len(cities) == 1 or cities[0].population > _CLEARLY_LARGER * cities[1].population


def _no_such_place(text: str) -> AnswerError:
    if re.fullmatch(_DECIMAL, text):
        return AnswerError(f'{text}: a point is latitude,longitude. In YAML put it in quotes: "6.45,3.39".')
    nearest = _atlas.near(text)
    if nearest:
        return AnswerError(f"No such place: {quoted(text)}. Nearest: {', '.join(nearest)}.", nearest[0])
    return AnswerError(
        f"No such place: {quoted(text)}. Known are capitals, cities above 300,000 people and cloud regions; "
        "for any other give latitude,longitude such as 6.45,3.39."
    )


def _show(value: Value) -> str:
    if not isinstance(value, Place):
        raise wrong_kind(value, "Place")
    return value.label or value.name


QUESTION_TYPE = QuestionType(
    name="place",
    kind="place",
    dimension=None,
    parse=_parse,
    show=_show,
    hint="A city, a cloud region, or latitude,longitude, such as Lagos, eu-west-1 or 6.45,3.39.",
)
