"""Triggers that refuse to change or delete what may only grow, on both databases."""

from collections.abc import Sequence

from sqlalchemy import Connection, text

FIRST = ("event", "seal", "reading")
"""Those of the first migration; a later one names its own when it calls `install`."""
RABC = (
    "rabc_point_version",
    "rabc_point_pair",
    "rabc_point_approval",
    "rabc_result",
    "rabc_result_hold",
    "rabc_result_validation",
    "rabc_case_step",
    "rabc_logger_file",
    "rabc_logger_curve",
    "rabc_logger_match",
    "rabc_instrument_place",
    "rabc_check",
    "rabc_check_answer",
    "rabc_check_call",
    "rabc_check_call_answer",
    "rabc_check_escalation",
    "rabc_calendar_shift",
    "rabc_calendar_day",
    "rabc_check_rule",
)
PAPERS = (
    "rabc_document",
    "rabc_document_version",
    "rabc_document_file",
    "rabc_document_act",
    "rabc_document_read",
    "rabc_paper_rule",
    "rabc_audit",
    "rabc_audit_step",
    "rabc_audit_answer",
    "rabc_finding",
    "rabc_paper_action",
    "rabc_paper_action_step",
    "rabc_team_entry",
    "rabc_meeting",
    "rabc_certificate",
    "rabc_certificate_event",
)
PREREQ = (
    "rabc_product_sheet",
    "rabc_pump_machine",
    "rabc_pump_fill",
    "rabc_pump_event",
    "rabc_clean_task",
    "rabc_clean_done",
    "rabc_clean_check",
    "rabc_pest_visit",
    "rabc_pest_finding",
    "rabc_trolley_clean",
    "rabc_hygiene_round",
    "rabc_upkeep_plan",
    "rabc_upkeep_event",
)
LAB = (
    "rabc_trend_rule",
    "rabc_lab_accreditation",
    "rabc_lab_report",
    "rabc_lab_file",
    "rabc_lab_conclusion",
    "rabc_lab_sample",
)
RABC_PROOF = (
    "rabc_policy",
    "rabc_permitted_error",
    "rabc_calibration",
    "rabc_calibration_point",
    "rabc_qualification",
    "rabc_qualification_approval",
    "rabc_qualification_void",
    "rabc_unproved_start",
    "rabc_post",
    "rabc_authorisation",
)
PLAN = (
    "rabc_hazard",
    "rabc_flow_step",
    "rabc_flow_verification",
    "rabc_plan_decision",
    "rabc_edition_choice",
    "rabc_clause",
)
TRACE = ("rabc_drill", "rabc_drill_end")
DOSSIER = ("rabc_dossier", "rabc_dossier_made", "rabc_dossier_failure")
PEOPLE = (
    "work_rule",
    "time_template_version",
    "time_template_slot",
    "worker_template",
    "month_lock",
    "half_day_change",
    "allocation_change",
    "work_authorisation",
)
ABSENCES = ("absence_kind", "absence", "leave_figure")
CONTRACTS = (
    "worker_contract",
    "trial_extension",
    "contract_step",
    "sunday_agreement",
    "other_job",
    "delegate_seat",
    "secondment",
    "secondment_worker",
)
SKILLS = (
    "job_sheet",
    "skill_item",
    "skill_observation",
    "worker_training",
    "learning_path",
    "learning_path_step",
)
KIOSK = ("kiosk_entry", "kiosk_undo", "portrait_consent")
STATEMENTS = ("statement_act", "statement_note", "statement_version", "payroll_layout")
OUTPUTS = ("team_output", "team_incident", "team_handover", "team_day_close")
DEMANDS = ("rabc_post_demand",)
RIGHTS = ("rights_request", "rights_answer", "archives_visa", "destruction")
MEMBERSHIPS = ("membership",)
APPEND_ONLY = (
    *FIRST, *RABC, *PAPERS, *PREREQ, *LAB, *RABC_PROOF, *PLAN, *TRACE, *DOSSIER, *PEOPLE,
    *ABSENCES,
    *CONTRACTS,
    *SKILLS,
    *KIOSK,
    *STATEMENTS,
    *OUTPUTS,
    *RIGHTS,
    *DEMANDS,
    *MEMBERSHIPS,
)  # fmt: skip

_SQLITE = """
CREATE TRIGGER {table}_no_{what} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION esat_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the journal only grows'; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_no_{what} BEFORE {act} ON {table}
FOR EACH ROW EXECUTE FUNCTION esat_only_grows()
"""
_TRUNCATE = """
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION esat_only_grows()
"""


def names() -> list[str]:
    """The triggers that must be there."""
    return [f"{table}_no_{what}" for table in APPEND_ONLY for what in ("update", "delete")]


def install(connection: Connection, tables: Sequence[str] = FIRST) -> None:
    """Create the triggers of some tables; call it after a batch copy of one of them too."""
    sqlite = connection.dialect.name == "sqlite"
    if not sqlite:
        connection.execute(text(_POSTGRESQL_FUNCTION))
    for table in tables:
        for what in ("update", "delete"):
            body = _SQLITE if sqlite else _POSTGRESQL
            connection.execute(text(body.format(table=table, what=what, act=what.upper())))
        if not sqlite:
            connection.execute(text(_TRUNCATE.format(table=table)))


def drop(connection: Connection, tables: Sequence[str] = FIRST) -> None:
    """Take the triggers away, for a schema going back down."""
    sqlite = connection.dialect.name == "sqlite"
    for table in tables:
        kinds = ("update", "delete") if sqlite else ("update", "delete", "truncate")
        for what in kinds:
            on = "" if sqlite else f" ON {table}"
            connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{what}{on}"))


def missing(connection: Connection) -> list[str]:
    """The triggers that are not there."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    found = set(connection.execute(text(query)).scalars())
    return [name for name in names() if name not in found]
