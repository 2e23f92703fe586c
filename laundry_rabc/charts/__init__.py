"""Statistics of control charts, without a database: limits, run rules, drift of judged results."""

from laundry_rabc.charts.drifting import ALERTS, RISING, Finding, Rule, drift

__all__ = ["ALERTS", "RISING", "Finding", "Rule", "drift"]
