from esat.workers import models

FORBIDDEN = (
    "health", "sick", "medical", "diagnos", "disab", "reason_of", "cause", "nir", "social_sec",
    "income", "pay_", "salary", "guardian", "protection", "mdph", "aah", "birth",
)  # fmt: skip


def test_the_schema_has_no_place_for_health_protection_or_income() -> None:
    tables = (models.Worker, models.HalfDay, models.HalfDayChange, models.Group)
    columns = {f"{table.__tablename__}.{name}" for table in tables for name in table.model_fields}
    assert not [name for name in columns for word in FORBIDDEN if word in name]
    # The one reason is why a sheet was corrected, never why somebody was away.
    assert {name for name in columns if "reason" in name} == {"half_day_change.reason"}
