"""Every number of a text with value, unit and bound; and what looks like one and is none.

Words that only hold a numeral are blanked first (not_numbers), one scan reads the numerals with
their units and bounds (tokens), neighbours share what is said once (neighbours), and what turned
out to be a date, a name or a turn of speech is set aside (kinds). Each step looks a fixed number
of characters around, so time grows with the text and no faster.
"""

from __future__ import annotations

from decimal import Decimal

from tasks.extract.kinds import set_kinds
from tasks.extract.neighbours import join_neighbours
from tasks.extract.not_numbers import NotNumber, shield
from tasks.extract.reading import read
from tasks.extract.tokens import Token, scan
from tasks.records import Measure, Quantity

# No count, sum or area of a page is as large (万亿亿亿): noise, and no DECIMAL column holds it.
TOO_LARGE = Decimal(10) ** 17


def find_quantities(text: str) -> list[Quantity]:
    """The quantities of a text as it stands on a page; offsets are exact in `text`.

    Traditional characters, full-width digits, invisible characters and spaces inside numbers are
    read over; `quantity.text` is the literal piece.
    """
    reading = read(text)
    found = []
    for quantity in find_in_reading(reading.text):
        start, end = reading.span(quantity.start, quantity.end)
        number_start, number_end = reading.span(quantity.number_start, quantity.number_end)
        found.append(
            Quantity(
                start,
                end,
                text[start:end],
                quantity.value,
                quantity.unit,
                quantity.measure,
                quantity.bound,
                number_start,
                number_end,
                quantity.range_end,
                quantity.relative,
            )
        )
    return found


def find_in_reading(text: str) -> list[Quantity]:
    """The quantities of a text that is already canonical (`Reading.text`), in order."""
    tokens, _ = _analyse(text)
    plain = [token for token in tokens if not token.kind]
    return [_quantity(text, token) for token in plain if _value(token) < TOO_LARGE]


def find_non_quantities(text: str) -> list[NotNumber]:
    """What looks like a number in a canonical text and is none, in order, each with its kind."""
    tokens, others = _analyse(text)
    others += [
        NotNumber(t.number_start, t.end, text[t.number_start : t.end], t.kind)
        for t in tokens
        if t.kind
    ]
    return sorted(others, key=lambda other: other.start)


def _analyse(text: str) -> tuple[list[Token], list[NotNumber]]:
    shielded, words = shield(text)
    tokens, shapes = scan(shielded)
    join_neighbours(shielded, tokens)
    set_kinds(shielded, tokens)
    return tokens, words + shapes


def _quantity(text: str, token: Token) -> Quantity:
    unit = token.unit
    return Quantity(
        token.start,
        token.end,
        text[token.start : token.end],
        _tidy(_value(token)),
        unit.name if unit else "",
        unit.measure if unit else Measure.COUNT,
        token.bound,
        token.number_start,
        token.number_end,
        token.range_end,
        token.relative,
    )


def _value(token: Token) -> Decimal:
    """The token's value in the unit of its measure."""
    value = token.value if token.value is not None else Decimal(0)
    if token.unit is not None:
        value = token.unit.scaled(value)
    return value - 100 if token.relative else value


def _tidy(value: Decimal) -> Decimal:
    """The same value without trailing zeros or exponent."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if value == whole else value.normalize()
