"""Item and quiz statistics by Moodle's definitions. Pure.

The formulas are those of “Quiz statistics calculations” (https://docs.moodle.org/dev/Quiz_statistics_calculations):
variances and covariances are those of a sample (divided by n - 1), an item is compared with the rest of its attempt,
what was not answered counts 0, and a figure that would divide by a variance of 0 is None.

Everything is computed from whole numbers: how often each mark occurs, and sums of products. So it does not matter in
which order attempts come or whether they are added one by one, and “the variance is 0” is exact, not nearly so.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import lcm, sqrt
from typing import TypeVar

Mark = int | float | Fraction | Decimal
Counts = Mapping[int, int]
"""How often each value occurs."""
Key = TypeVar("Key", int, str)

FEWEST_FOR_FLAGS = 30
FACILITY_TOO_LOW, FACILITY_TOO_HIGH = 0.2, 0.95
DISCRIMINATION_TOO_LOW = 15.0
TOO_HARD, TOO_EASY, WEAK, NEGATIVE = "too_hard", "too_easy", "weak", "negative"
FLAGS = (NEGATIVE, TOO_HARD, TOO_EASY, WEAK)
"""Why an item deserves a look, the most urgent first; `negative` mostly means that the key is wrong."""


@dataclass
class Pairs:
    """Marks of an item, each beside the mark of the rest of its attempt: both distributions and the sum of products.

    Marks are kept as whole multiples: a mark is its number divided by `mark_unit`, a rest by `rest_unit`.
    """

    marks: Counter[int] = field(default_factory=Counter)
    rests: Counter[int] = field(default_factory=Counter)
    products: int = 0
    mark_unit: int = 1
    rest_unit: int = 1

    def add(self, mark: int, rest: int, times: int = 1) -> None:
        """Count an attempt in, or with `times=-1` one out that is in."""
        count(self.marks, mark, times)
        count(self.rests, rest, times)
        self.products += times * mark * rest

    def merge(self, other: "Pairs") -> None:
        """Count in what `other` holds; its numbers may be negative, of what is to be counted out."""
        merge(self.marks, other.marks)
        merge(self.rests, other.rests)
        self.products += other.products

    def compared(self) -> "Comparison":
        """The figures of mark and rest; to be asked for once, since it sums up both distributions."""
        attempts, own, own_squares = _moments(self.marks)
        _, others, other_squares = _moments(self.rests)
        if attempts < 2:
            return Comparison(attempts, None, None, None, None, None)
        over = attempts * (attempts - 1)
        marks = attempts * own_squares - own**2
        together = attempts * self.products - own * others
        greatest = attempts * _sorted_products(self.marks, self.rests) - own * others
        units = self.mark_unit * self.rest_unit
        return Comparison(
            attempts=attempts,
            variance=marks / (over * self.mark_unit**2),
            rest_variance=(attempts * other_squares - others**2) / (over * self.rest_unit**2),
            covariance=together / (over * units),
            greatest_covariance=greatest / (over * units),
            covariance_with_total=(marks + together) / (over * units),
        )


@dataclass(frozen=True)
class Comparison:
    """How an item's mark and the rest of the attempt go together; all None for fewer than two attempts.

    `greatest_covariance` is what the covariance would be if the best marks stood beside the best rests.
    `covariance_with_total` is that of the mark and the whole attempt: only where mark and rest have the same unit.
    """

    attempts: int
    variance: float | None
    rest_variance: float | None
    covariance: float | None
    greatest_covariance: float | None
    covariance_with_total: float | None

    @property
    def discrimination_index(self) -> float | None:
        """The correlation of the mark and the rest, in %: from -100 to 100."""
        if self.covariance is None or not self.variance or not self.rest_variance:
            return None
        return 100 * self.covariance / (sqrt(self.variance) * sqrt(self.rest_variance))

    @property
    def discriminative_efficiency(self) -> float | None:
        """The covariance in % of the greatest that these marks and rests could have."""
        if self.covariance is None or not self.greatest_covariance:
            return None
        return 100 * self.covariance / self.greatest_covariance


def count(counts: Counter[Key], value: Key, times: int = 1) -> None:
    """Count a value in, or with a negative number out: what is not there has no entry."""
    counts[value] += times
    if not counts[value]:
        del counts[value]


def merge(into: Counter[Key], other: Mapping[Key, int]) -> None:
    for value, times in other.items():
        count(into, value, times)


def _moments(counts: Counts) -> tuple[int, int, int]:
    """How many values there are, their sum and that of their squares."""
    number = total = squares = 0
    for value, times in counts.items():
        number += times
        total += value * times
        squares += value * value * times
    return number, total, squares


def _sum(counts: Counts, power: int = 1) -> int:
    return sum(value**power * times for value, times in counts.items())


def _sorted_products(left: Counts, right: Counts) -> int:
    """The sum of products of two lists, both sorted, that are given by how often each value occurs."""
    total, waiting = 0, sorted(right.items(), reverse=True)
    for value, times in sorted(left.items()):
        while times:
            other, here = waiting.pop()
            taken = min(times, here)
            total += taken * value * other
            times -= taken
            if here > taken:
                waiting.append((other, here - taken))
    return total


def mean(counts: Counts, unit: int = 1) -> float | None:
    number = sum(counts.values())
    return _sum(counts) / (number * unit) if number else None


def variance(counts: Counts, unit: int = 1) -> float | None:
    """Of a sample; None for fewer than two values."""
    number, total, squares = _moments(counts)
    if number < 2:
        return None
    return (number * squares - total**2) / (number * (number - 1) * unit**2)


def median(counts: Counts, unit: int = 1) -> float | None:
    """The middle value, or the mean of the two in the middle."""
    number = sum(counts.values())
    if not number:
        return None
    low, high = (_value_at(counts, place) for place in ((number - 1) // 2, number // 2))
    return (low + high) / (2 * unit)


def _value_at(counts: Counts, place: int) -> int:
    for value, times in sorted(counts.items()):
        place -= times
        if place < 0:
            return value
    raise IndexError(place)


def _central_sums(counts: Counts) -> tuple[int, int, int, int]:
    """How many values there are, and the sums of n (value - mean) to the powers 2, 3 and 4."""
    number, total = sum(counts.values()), _sum(counts)
    shifted = {number * value - total: times for value, times in counts.items()}
    return number, _sum(shifted, 2), _sum(shifted, 3), _sum(shifted, 4)


def skewness(counts: Counts) -> float | None:
    """k3 / k2^(3/2) by the k-statistics (as Moodle and spreadsheets have it); None for fewer than three values."""
    number, second, third, _ = _central_sums(counts)
    if number < 3 or not second:
        return None
    spread = Fraction(third**2, second**3) * Fraction(number * (number - 1), (number - 2) ** 2) * number
    return sqrt(spread) * (1 if third > 0 else -1 if third < 0 else 0)


def kurtosis(counts: Counts) -> float | None:
    """k4 / k2^2, which is 0 for a bell; None for fewer than four values."""
    number, second, _, fourth = _central_sums(counts)
    if number < 4 or not second:
        return None
    over = (number + 1) * number * fourth - 3 * (number - 1) * second**2
    return float(Fraction((number - 1) * over, (number - 2) * (number - 3) * second**2))


@dataclass(frozen=True)
class ItemFigures:
    """An item in a quiz. `mean` and `standard_deviation` are in marks, `facility` from 0 to 1, the rest in %."""

    attempts: int
    max_mark: float
    mean: float | None
    facility: float | None
    standard_deviation: float | None
    discrimination_index: float | None
    discriminative_efficiency: float | None
    intended_weight: float | None
    effective_weight: float | None


@dataclass(frozen=True)
class QuizFigures:
    """A quiz. `mean`, `median`, `standard_deviation` and `standard_error` are in marks, `cic` and `error_ratio` in %.

    `cic` is the coefficient of internal consistency, 100 times Cronbach's alpha; None where items do not make a whole.
    """

    attempts: int
    max_mark: float
    mean: float | None
    median: float | None
    standard_deviation: float | None
    skewness: float | None
    kurtosis: float | None
    cic: float | None
    error_ratio: float | None
    standard_error: float | None


def items_of(pairs: Sequence[Pairs], max_marks: Sequence[int]) -> list[ItemFigures]:
    """The items of a quiz in which all attempts have them all; `max_marks` in units, as the marks.

    An item's effective weight is its share of the sum of √C, C being its covariance with the whole attempt; an item
    with a negative covariance has none.
    """
    compared = [one.compared() for one in pairs]
    covariances = [one.covariance_with_total for one in compared]
    roots = [sqrt(own) if own is not None and own >= 0 else None for own in covariances]
    whole = sum(root for root in roots if root is not None)
    weights = [100 * root / whole if root is not None and whole else None for root in roots]
    return [
        _item(pairs[place], most, sum(max_marks), compared[place], weights[place])
        for place, most in enumerate(max_marks)
    ]


def _item(
    pairs: Pairs, most: int, most_of_all: int, compared: Comparison, effective_weight: float | None
) -> ItemFigures:
    unit = pairs.mark_unit
    return ItemFigures(
        attempts=compared.attempts,
        max_mark=most / unit,
        mean=mean(pairs.marks, unit),
        facility=mean(pairs.marks, most) if most else None,
        standard_deviation=None if compared.variance is None else sqrt(compared.variance),
        discrimination_index=compared.discrimination_index,
        discriminative_efficiency=compared.discriminative_efficiency,
        intended_weight=100 * most / most_of_all if most_of_all else None,
        effective_weight=effective_weight,
    )


def quiz_of(totals: Counts, max_mark: int, items: Sequence[Pairs] = (), unit: int = 1) -> QuizFigures:
    """A quiz by how often each total occurs; its consistency by its items, where all attempts have the same."""
    spread = variance(totals, unit)
    deviation = None if spread is None else sqrt(spread)
    cic = _consistency([variance(one.marks, one.mark_unit) for one in items], spread)
    error_ratio = None if cic is None else 100 * sqrt(max(0.0, 1 - cic / 100))
    return QuizFigures(
        attempts=sum(totals.values()),
        max_mark=max_mark / unit,
        mean=mean(totals, unit),
        median=median(totals, unit),
        standard_deviation=deviation,
        skewness=skewness(totals),
        kurtosis=kurtosis(totals),
        cic=cic,
        error_ratio=error_ratio,
        standard_error=None if error_ratio is None or deviation is None else error_ratio * deviation / 100,
    )


def _consistency(variances: Sequence[float | None], spread: float | None) -> float | None:
    number = len(variances)
    if number < 2 or not spread:
        return None
    return 100 * number / (number - 1) * (1 - sum(one or 0.0 for one in variances) / spread)


@dataclass(frozen=True)
class Analysis:
    quiz: QuizFigures
    items: list[ItemFigures]


def analyse(marks: Sequence[Sequence[Mark | None]], max_marks: Sequence[Mark]) -> Analysis:
    """The figures of a matrix of marks, a row per attempt and a column per item; None, not answered, counts 0.

    Numbers are taken as written: a float stands for the shortest decimal that reads the same.
    Raises ValueError for rows of unequal length and for what is no number.
    """
    if any(len(row) != len(max_marks) for row in marks):
        raise ValueError("rows of unequal length")
    known: dict[Mark | None, Fraction] = {None: Fraction(0)}
    cells = [_exact(mark, known) for row in marks for mark in row]
    most = [_exact(mark, known) for mark in max_marks]
    unit = lcm(*(number.denominator for number in {*cells, *most}))
    whole = [number.numerator * (unit // number.denominator) for number in cells]
    width = len(max_marks)
    rows = [whole[start : start + width] for start in range(0, len(whole), width)] if width else []
    pairs = [Pairs(mark_unit=unit, rest_unit=unit) for _ in max_marks]
    totals: Counter[int] = Counter()
    for row in rows:
        total = sum(row)
        totals[total] += 1
        for one, mark in zip(pairs, row, strict=True):
            one.add(mark, total - mark)
    limits = [int(number * unit) for number in most]
    return Analysis(quiz_of(totals, sum(limits), pairs, unit), items_of(pairs, limits))


def _exact(mark: Mark | None, known: dict[Mark | None, Fraction]) -> Fraction:
    found = known.get(mark)
    if found is None:
        found = known[mark] = Fraction(repr(mark)) if isinstance(mark, float) else Fraction(mark or 0)
    return found


def flags_of(asked: int, facility: float | None, discrimination: float | None) -> list[str]:
    """Why an item deserves a look, from FEWEST_FOR_FLAGS attempts on: members of FLAGS, in their order."""
    if asked < FEWEST_FOR_FLAGS:
        return []
    holds = {
        NEGATIVE: discrimination is not None and discrimination < 0,
        TOO_HARD: facility is not None and facility < FACILITY_TOO_LOW,
        TOO_EASY: facility is not None and facility > FACILITY_TOO_HIGH,
        WEAK: discrimination is not None and 0 <= discrimination < DISCRIMINATION_TOO_LOW,
    }
    return [flag for flag in FLAGS if holds[flag]]


def shares(counts: Mapping[str, int], of: int) -> dict[str, float | None]:
    """Each count as a part of `of`, from 0 to 1: how many chose an option, a distractor."""
    return {name: times / of if of else None for name, times in counts.items()}
