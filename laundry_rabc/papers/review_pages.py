"""The pages of the team, its meetings and the management reviews."""

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import NotFound
from esat.production import once
from esat.web import forms, htmx
from laundry_rabc.papers import (
    action_reads,
    form_pages,
    people,
    reads,
    rights,
    states,
    team,
    team_reads,
)
from laundry_rabc.papers.team import ChangeIn, MeetingIn, MemberIn
from laundry_rabc.papers.team_models import Meeting, TeamEntry

blueprint = Blueprint("rabc_reviews", __name__, url_prefix="/rabc/revues")


@blueprint.get("")
@allow(rights.READ)
def index() -> Response:
    """The team, the next management review, and the minutes."""
    session, by = form_pages.session_for(rights.READ), current_actor()
    kept = team_reads.meetings(session)
    start = max(request.args.get("a_partir_de", 0, type=int), 0)
    page = kept[start : start + team_reads.PAGE]
    more = start + team_reads.PAGE
    return htmx.render(
        "laundry_rabc/papers/reviews.html",
        home=form_pages.home(),
        members=[one for one in team_reads.team(session) if one.row.kind != "ended"],
        due=team_reads.review_due(session, clock.today()),
        meetings=page,
        older=more if len(kept) > more else None,
        kinds=team.KIND_LABELS,
        may_write=rights.may(by, rights.WRITE),
    )


@blueprint.get("/equipe")
@allow(rights.READ)
def members() -> Response:
    """The team with its history, and the form of an appointment."""
    return _team({}, "", 200)


@blueprint.post("/equipe")
@allow(rights.WRITE)
def appoint() -> Response:
    """Name somebody to the team."""
    session = form_pages.session_for(rights.WRITE)

    def work() -> str:
        team.appoint(session, forms.read(MemberIn, form_pages.named("member")), by=current_actor())
        return url_for("rabc_reviews.members")

    return form_pages.act(session, "member", "", work, _team)


@blueprint.post("/equipe/<int:root_id>")
@allow(rights.WRITE)
def change(root_id: int) -> Response:
    """Another part in the team, or the end of it."""
    session = form_pages.session_for(rights.WRITE)
    team.last_of(session, TeamEntry, root_id)

    def work() -> str:
        given = forms.read(ChangeIn, form_pages.named("change"))
        team.change(session, root_id, given, by=current_actor())
        return url_for("rabc_reviews.members")

    return form_pages.act(
        session, "change", str(root_id), work, lambda e, f, s: _team(e, f, s, root_id)
    )


@blueprint.get("/nouvelle")
@allow(rights.WRITE)
def new() -> Response:
    """The form of minutes; for a management review, with what the house knows since the last."""
    return _new({}, "meeting", 200)


@blueprint.post("/nouvelle")
@allow(rights.WRITE)
def minute() -> Response:
    """Keep minutes, or correct some."""
    session = form_pages.session_for(rights.WRITE)

    def work() -> str:
        given = forms.read(MeetingIn, request.form)
        made = team.minute(session, given, form_pages.sent("file"), by=current_actor())
        return url_for("rabc_reviews.show", meeting_id=made.root_id or made.id)

    return form_pages.act(session, "meeting", "", work, _new)


@blueprint.get("/<int:meeting_id>")
@allow(rights.READ)
def show(meeting_id: int) -> Response:
    """Minutes as they stand, their former wordings, and the actions decided."""
    session, by = form_pages.session_for(rights.READ), current_actor()
    kept = next((one for one in team_reads.meetings(session) if one.root_id == meeting_id), None)
    if kept is None:
        raise NotFound("not_found")
    rows = [kept.row, *reversed(kept.former)]
    return htmx.render(
        "laundry_rabc/papers/meeting.html",
        kept=kept,
        rows_of=rows,
        kind=team.KIND_LABELS[kept.row.kind],
        names=people.names(session, [one.account_id for one in rows]),
        actions=action_reads.of_meeting(session, meeting_id),
        may_write=rights.may(by, rights.WRITE),
    )


def _team(
    errors: dict[str, str], opened: str, status: int, root_id: int | None = None
) -> Response:  # fmt: skip
    session, by = form_pages.session_for(rights.READ), current_actor()
    kept = team_reads.team(session)
    asked = root_id or form_pages.key_of("membre")
    every = [row for one in kept for row in (one.row, *one.former)]
    return htmx.render(
        "laundry_rabc/papers/team.html",
        status=status,
        kept=kept,
        asked=next((it for it in kept if it.root_id == asked and it.row.kind != "ended"), None),
        entries=sorted(every, key=lambda row: row.id or 0, reverse=True),
        labels=team.ENTRIES,
        names=people.names(session, [row.account_id for row in every]),
        may_write=rights.may(by, rights.WRITE),
        key=once.fresh(),
        values=form_pages.named(opened) if opened else {},
        errors=errors,
        opened=opened,
    )


def _new(errors: dict[str, str], opened: str, status: int) -> Response:
    session = form_pages.session_for(rights.WRITE)
    asked = form_pages.key_of("root")
    corrected = None if asked is None else team.last_of(session, Meeting, asked)
    kind = request.values.get("kind", "team")
    if corrected is not None:
        kind = corrected.kind
    if kind not in team.KIND_LABELS:
        raise NotFound("not_found")
    return htmx.render(
        "laundry_rabc/papers/meeting_form.html",
        status=status,
        kind=kind,
        title=team.KIND_LABELS[kind],
        root=asked,
        corrected=corrected,
        known=_known(session) if kind == "management" else None,
        key=once.fresh(),
        values=request.form,
        errors=errors,
        opened=opened,
    )


def _known(session: Session) -> reads.Papers:
    today = clock.today()
    last = team_reads.review_due(session, today).last
    return reads.for_period(session, last or states.months_after(today, -12), today)
