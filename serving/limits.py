"""How much a caller may ask: so many calls a second, and a stock of them for a busy moment."""

from __future__ import annotations

import math
from collections import OrderedDict
from threading import Lock

from serving.problems import ProblemError

CALLERS_REMEMBERED = 10_000


class Rates:
    """Thread safe. A caller has a stock of `stock` calls, refilled by `per_second`; each process counts its own."""

    def __init__(self, per_second: float, stock: int) -> None:
        self._per_second, self._stock = per_second, stock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, caller: str, now: float) -> None:
        """Count one call at a moment, in seconds of a clock that only moves forward; 429 when the stock is used up."""
        with self._lock:
            left, since = self._left.pop(caller, (float(self._stock), now))
            left = min(self._stock, left + (now - since) * self._per_second)
            refused = left < 1.0
            self._left[caller] = (left if refused else left - 1.0, now)
            if len(self._left) > CALLERS_REMEMBERED:
                self._left.popitem(last=False)
        if refused:
            wait = math.ceil((1.0 - left) / self._per_second)
            raise ProblemError(429, headers={"Retry-After": str(wait)})
