"""What the service counts of itself, for Prometheus: calls and lists, never people."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest


class Metrics:
    """One set of counters per application."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.calls = Counter(
            "rettplass_calls", "Calls answered", ["method", "route", "status"], registry=self._registry
        )
        self.seconds = Histogram(
            "rettplass_call_seconds",
            "Seconds to answer a call",
            ["route"],
            registry=self._registry,
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
        )
        self.lists = Counter("rettplass_lists", "Lists made", ["kind"], registry=self._registry)
        self.suggested = Counter("rettplass_suggestions", "Workplaces suggested", registry=self._registry)
        self.abstained = Counter("rettplass_lists_abstained", "Lists in history order", registry=self._registry)
        self.ready = Gauge("rettplass_ready", "1 when lists can be made", registry=self._registry)
        self.model = Gauge("rettplass_model_live", "The live model", ["name", "version"], registry=self._registry)
        self.trained = Gauge(
            "rettplass_model_trained_seconds", "The day of the live model's facts, since 1970", registry=self._registry
        )
        self.refused = Counter("rettplass_models_refused", "Models that could not be used", registry=self._registry)
        self.workplaces = Gauge("rettplass_workplaces", "Workplaces in memory", registry=self._registry)
        self.rulebook = Gauge("rettplass_rulebook_live", "The rule book in use", ["version"], registry=self._registry)
        self.rulebook_warnings = Gauge(
            "rettplass_rulebook_warnings", "Values that need attention", ["concern"], registry=self._registry
        )

    def text(self) -> bytes:
        """All of it, in Prometheus' text format."""
        return generate_latest(self._registry)
