"""Gauges for Prometheus, computed from the database at each scrape: every process agrees."""

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from sqlalchemy import func
from sqlmodel import Session, select

from esat.operations import health
from esat.production.journal_models import Capture, Event
from esat.production.models import Item
from esat.web.door import House


def text(house: House) -> bytes:
    """The answer to a scrape."""
    registry = CollectorRegistry(auto_describe=False)
    now = health.of(house)
    _gauge(registry, "esat_up", "1 when captures can be kept", float(now.ok))
    _gauge(registry, "esat_disk_free_bytes", "Room left where the data are", now.disk_free)
    if now.last_seal is not None:
        at = now.last_seal.at.timestamp()
        _gauge(registry, "esat_last_seal_timestamp_seconds", "Time of the last seal", at)
    waiting = Gauge("esat_queue_depth", "What waits", ["queue"], registry=registry)
    for name, depth in now.queues.items():
        waiting.labels(name).set(depth)
    _jobs(registry, now)
    if now.queues:
        with house.database.read() as session:
            _rows(registry, session)
    return generate_latest(registry)


def _jobs(registry: CollectorRegistry, now: health.Health) -> None:
    names = ("success", "failure")
    gauges = [
        Gauge(f"esat_job_last_{name}_timestamp_seconds", f"Last {name}", ["job"], registry=registry)
        for name in names
    ]
    for code, run in now.jobs.items():
        for gauge, at in zip(gauges, (run.success_at, run.failure_at), strict=True):
            if at is not None:
                gauge.labels(code).set(at.timestamp())


def _rows(registry: CollectorRegistry, session: Session) -> None:
    items = Gauge("esat_items", "Things by stage", ["workshop", "stage"], registry=registry)
    counted = select(Item.workshop, Item.stage, func.count()).group_by(Item.workshop, Item.stage)
    for workshop, stage, count in session.exec(counted):
        items.labels(workshop, stage).set(count)
    events = session.exec(select(func.max(Event.id))).one() or 0
    captures = session.exec(select(func.max(Capture.id))).one() or 0
    _gauge(registry, "esat_last_event_number", "Number of the last event", events)
    _gauge(registry, "esat_last_capture_number", "Number of the last capture", captures)


def _gauge(registry: CollectorRegistry, name: str, meaning: str, value: float) -> None:
    Gauge(name, meaning, registry=registry).set(value)
