"""Questions that are nearly the same, among tens of thousands.

Likeness is the share of three-character runs two questions have in common (Jaccard). All earlier questions are
counted at once: each run falls into one of a thousand buckets, a bucket is one long integer with a bit for each
question that has such a run, and the integers of a question's rarest buckets are added bit by bit. Few questions share
enough of them; only those are compared run by run. The answer is exact, and it takes as long for 20,000 questions from
one mould as for any others.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count

LEAST = 0.8
ENOUGH = 20
"""How many likenesses of a question are compared to name the nearest."""
ROUNDING = 1e-9
RUN = 3
BUCKETS = 1024
SPARE = 3
"""A question that may lack m runs is looked for by its 2m + `SPARE` rarest buckets: its like have all of them but m."""
BLOCK = 2500
"""For so many questions at a time the integers are cut to those that come before."""

Texts = Sequence[str]
"""A question as folded texts: its stem and its options."""


@dataclass(frozen=True)
class Likeness:
    """That question number `place` is like the earlier number `other`."""

    place: int
    other: int
    share: float


def alike(questions: Iterable[Texts], places: Iterable[int]) -> Iterator[Likeness]:
    """For each of `places`, in rising order, the question before it that is most like it, where one is alike.

    Where more than `ENOUGH` are, the nearest of the last of them.
    """
    field = _Field(_numbered(questions))
    for place in places:
        best = max(field.before(place), key=lambda found: (found.share, -found.other), default=None)
        if best is not None:
            yield best


def _numbered(questions: Iterable[Texts]) -> list[Sequence[int]]:
    """The numbers of each question's runs: all that is kept of the texts."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    return [array("I", runs_of(texts, numbers)) for texts in questions]


_CUTS = [slice(start, start + RUN) for start in range(4096)]


def runs_of(texts: Texts, numbers: defaultdict[str, int]) -> set[int]:
    """The numbers of all runs of three characters of each text; a shorter text is a run itself."""
    runs: set[int] = set()
    for text in texts:
        starts = len(text) - RUN + 1
        if starts > 0:
            runs.update(map(numbers.__getitem__, map(text.__getitem__, _CUTS[:starts])))
        elif text:
            runs.add(numbers[text])
    return runs


class _Field:
    """All questions, side by side: bit `n` of an integer speaks of question `n`."""

    def __init__(self, runs: list[Sequence[int]]) -> None:
        self.runs = runs
        self.end = 0
        self.masks: dict[int, int] = {}
        self._fill(Counter(chain.from_iterable(runs)))

    def _fill(self, spread: Counter[int]) -> None:
        """Mark the buckets; a question with too many runs of its own cannot be like any other, and is left out."""
        width = len(self.runs) // 8 + 1
        bits = [bytearray(width) for _ in range(BUCKETS)]
        sizes: defaultdict[int, bytearray] = defaultdict(lambda: bytearray(width))
        crowds = [0] * BUCKETS
        for run, crowd in spread.items():
            crowds[run % BUCKETS] += crowd
        self.buckets: dict[int, Sequence[int]] = {}
        self.missing: dict[int, int] = {}
        for place, runs in enumerate(self.runs):
            shared = [run for run in runs if spread[run] > 1]
            own = len(runs) - len(shared)
            if not runs or own > _most_missing(len(runs)):
                continue
            byte, bit = place >> 3, 1 << (place & 7)
            missing = _most_missing(len(runs)) - own
            buckets = sorted({run % BUCKETS for run in shared}, key=crowds.__getitem__)
            self.buckets[place] = array("H", buckets[: 2 * missing + SPARE])
            self.missing[place] = missing
            sizes[len(runs)][byte] |= bit
            for bucket in buckets:
                bits[bucket][byte] |= bit
        self._bits, self._sizes = bits, sizes

    def before(self, place: int) -> Iterator[Likeness]:
        """The likenesses of a question among those before it, the last first."""
        if place not in self.buckets:
            return
        if place >= self.end:
            self._cut(place + BLOCK)
        chosen = self._chosen(place)
        runs = set(self.runs[place]) if chosen else set()
        found = 0
        while chosen and found < ENOUGH:
            other = chosen.bit_length() - 1
            chosen ^= 1 << other
            common = len(runs.intersection(self.runs[other]))
            share = common / (len(runs) + len(self.runs[other]) - common)
            if share >= LEAST:
                found += 1
                yield Likeness(place, other, share)

    def _chosen(self, place: int) -> int:
        """Those before the question that share enough buckets with it."""
        buckets = self.buckets[place]
        among = self._of_like_size(len(self.runs[place])) & ((1 << place) - 1)
        sums = added([self.rows[bucket] for bucket in buckets])
        return at_least(sums, len(buckets) - self.missing[place], among)

    def _cut(self, end: int) -> None:
        self.end, self.masks = end, {}
        self.rows = [_number(row, end) for row in self._bits]

    def _of_like_size(self, size: int) -> int:
        """Those whose number of runs lets them be alike."""
        if size not in self.masks:
            mask = 0
            for other, row in self._sizes.items():
                if min(size, other) >= LEAST * max(size, other) - ROUNDING:
                    mask |= _number(row, self.end)
            self.masks[size] = mask
        return self.masks[size]


def _most_missing(size: int) -> int:
    """How many of its runs a question may have that one like it lacks."""
    return int(size * (1 - LEAST) + ROUNDING)


def _number(row: bytearray, end: int) -> int:
    return int.from_bytes(row[: (end + 7) // 8], "little")


def added(rows: list[int]) -> list[int]:
    """The sums of the rows, bit by bit: the first of the integers returned holds the ones, the next the twos …

    Three rows of one weight make one of that weight and one of the next: a carry-save adder.
    """
    sums = []
    while rows:
        carried = []
        total = rows[0]
        for one, two in zip(rows[1::2], rows[2::2], strict=False):
            either = total ^ one
            carried.append(total & one | either & two)
            total = either ^ two
        if len(rows) % 2 == 0:
            carried.append(total & rows[-1])
            total ^= rows[-1]
        sums.append(total)
        rows = carried
    return sums


def at_least(sums: list[int], least: int, among: int) -> int:
    """The bits of `among` at which the sum is `least` or more."""
    if least <= 0:
        return among
    if least >> len(sums):
        return 0
    above, equal = 0, among
    for weight in reversed(range(len(sums))):
        one = sums[weight] & equal
        if least >> weight & 1:
            equal = one
        else:
            above |= one
            equal ^= one
    return above | equal
