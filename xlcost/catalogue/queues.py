"""The queues behind staffing: how likely a call is lost, waits, or is answered in time.

Plain arithmetic in floats, without a factorial or a quotient of two large numbers, so that it
holds from one agent to `LARGEST`. Traffic is in erlangs; a time is in mean handle times.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

# One pass of Erlang's recursion to here takes a tenth of a second, in a cell that waits for it.
LARGEST = 1_000_000
# Agents times patience: up to here every sum below ends within some milliseconds.
LARGEST_PATIENCE = 1e9

_NO_PATIENCE = 1e-300
_PRECISION = 1e-17
_SETTLED = 1e-15
_FAR = -40.0  # the logarithm of what no longer counts beside 1
_SLICES = 4_000  # of Simpson's rule; an even number
_STIRLING = 20  # from here on four terms of Stirling's series are exact


def losses(traffic: float) -> Iterator[float]:
    """Yield Erlang's loss probability for 0, 1, 2 … trunks: one pass serves every candidate."""
    lost, trunks = 1.0, 0
    while True:
        yield lost
        trunks += 1
        lost = traffic * lost / (trunks + traffic * lost)


def loss(traffic: float, trunks: int) -> float:
    """Return the part of the calls that finds every trunk busy (Erlang B)."""
    lost = 1.0
    for busy in range(1, trunks + 1):
        lost = traffic * lost / (busy + traffic * lost)
    return lost


def waiting(traffic: float, agents: int, lost: float) -> float:
    """Return the part of the calls that waits when nobody gives up (Erlang C).

    Args:
        traffic: Offered traffic.
        agents: How many agents there are; more than the traffic.
        lost: `loss(traffic, agents)`.
    """
    return agents * lost / (agents - traffic + traffic * lost)


def answered(traffic: float, agents: int, lost: float, threshold: float) -> float:
    """Return the part of the calls that is answered in time when nobody gives up.

    Args:
        traffic: Offered traffic.
        agents: How many agents there are; more than the traffic.
        lost: `loss(traffic, agents)`.
        threshold: The promised time.
    """
    return 1 - waiting(traffic, agents, lost) * math.exp((traffic - agents) * threshold)


@dataclass(frozen=True)
class Impatient:
    """A queue whose callers give up after an exponential patience (Palm; Erlang A, M/M/n+M).

    With time in mean patiences, the wait that a call is offered has a density in proportion to
    exp(load·(1 − exp(−t)) − staff·t) (Baccelli and Hebuterne, 1981), with load = traffic·patience
    and staff = agents·patience. Whoever is served waited less than an exponential patience, which
    makes another exp(−t). Every integral over these is an incomplete gamma function; `_sum` has it.

    Attributes:
        traffic: Offered traffic, above 0.
        agents: How many agents there are, one or more.
        lost_before: `loss(traffic, agents - 1)`.
        patience: Mean patience.
    """

    traffic: float
    agents: int
    lost_before: float
    patience: float

    @property
    def _load(self) -> float:
        return self.traffic * self.patience

    @property
    def _staff(self) -> float:
        return self.agents * self.patience

    @property
    def _lost(self) -> float:
        lost = self.traffic * self.lost_before
        return lost / (self.agents + lost)

    @cached_property
    def _wait(self) -> float:
        """The logarithm of the integral of the density."""
        return _log_sum(self._staff, self._load)

    @cached_property
    def _served_wait(self) -> float:
        """The part of those who wait that is served in the end."""
        if self._load > self._staff + 1:  # by parts; both logarithms would be large here
            return (self._staff - math.exp(-self._wait)) / self._load
        return math.exp(_log_sum(self._staff + 1, self._load) - self._wait)

    def _of_all(self, part: float) -> float:
        """Return the part of all calls: those who need not wait, and a part of those who do."""
        at_once, odds = math.exp(-self._wait), self._load * self.lost_before
        return min(1.0, max(0.0, (at_once + odds * part) / (at_once + odds)))

    def served(self) -> float:
        """Return the part of the calls that is answered at all."""
        if self._staff < _NO_PATIENCE:
            return 1 - self._lost
        return self._of_all(self._served_wait)

    def answered(self, threshold: float) -> float:
        """Return the part of all calls, given up or not, that is answered in time."""
        if self._staff < _NO_PATIENCE:
            return 1 - self._lost
        time = threshold / self.patience
        later = _log_sum(self._staff + 1, self._load * math.exp(-time))
        exponent = -self._load * math.expm1(-time) - (self._staff + 1) * time
        return self._of_all(self._served_wait - math.exp(exponent + later - self._wait))

    def mean_wait(self) -> float:
        """Return the mean wait of those who are served, in mean patiences."""
        if self._staff < _NO_PATIENCE:
            return 0.0
        odds = self._load * self.lost_before * self._served_wait
        waits = odds / (math.exp(-self._wait) + odds)
        return waits * _mean(self._staff + 1, self._load)


def _mean(start: float, load: float) -> float:
    """Return the mean t under a density in proportion to exp(load·(1 − exp(−t)) − start·t).

    Its logarithm is concave, so it has one peak, and is below 1e-17 of it outside a span that is
    found by growing steps. Simpson's rule over that span is exact to some 1e-12.
    """
    peak = math.log(load / start) if load > start else 0.0

    def height(time: float) -> float:
        return load * (math.exp(-peak) - math.exp(-time)) - start * (time - peak)

    ends = []
    for direction in (-1.0, 1.0):
        step = 1e-12
        while height(peak + direction * step) > _FAR and peak + direction * step > 0:
            step *= 1.1
        ends.append(max(0.0, peak + direction * step))
    width = (ends[1] - ends[0]) / _SLICES
    whole = moment = 0.0
    for place in range(_SLICES + 1):
        time = ends[0] + place * width
        weight = math.exp(height(time)) * (1 if place in (0, _SLICES) else 4 if place % 2 else 2)
        whole += weight
        moment += weight * time
    return moment / whole


def _log_sum(start: float, load: float) -> float:
    """Return the logarithm of 1/start + load/(start(start+1)) + load²/(start(start+1)(start+2)) ….

    It is the incomplete gamma function of `start` up to `load`, over exp(−load)·load**start.
    """
    if load > start + 1:
        whole = _log_whole(start, load)
        return whole + math.log1p(-_rest(start, load) * math.exp(-whole))
    term = result = 1 / start
    divisor = start
    while term > _PRECISION * result:
        divisor += 1
        term *= load / divisor
        result += term
    return math.log(result)


def _log_whole(start: float, load: float) -> float:
    """Return the logarithm of the whole gamma function of `start`, over exp(−load)·load**start."""
    if start < _STIRLING:
        return load + math.lgamma(start) - start * math.log(load)
    above = (load - start) / start
    stirling = 1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * start**2)) / start**2) / start**2
    return (
        start * (above - math.log1p(above)) + math.log(2 * math.pi / start) / 2 + stirling / start
    )


def _rest(start: float, load: float) -> float:
    """Return what the sum lacks to the whole, by Lentz's fraction; for load > start + 1."""
    base = load + 1 - start
    numerator, denominator = 1 / _NO_PATIENCE, 1 / base
    result, step = denominator, 0
    change = 0.0
    while abs(change - 1) > _SETTLED:
        step += 1
        factor = step * (start - step)
        base += 2
        denominator = 1 / (factor * denominator + base or _NO_PATIENCE)
        numerator = base + factor / numerator or _NO_PATIENCE
        change = numerator * denominator
        result *= change
    return result
