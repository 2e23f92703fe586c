"""The pages of controlled documents: the list, one document, one version, the next version."""

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import NotFound
from esat.files import pages as file_pages
from esat.files.models import StoredFile
from esat.production import once
from esat.web import forms, htmx
from laundry_rabc.papers import document_reads, documents, form_pages, kept, people, rights, rules
from laundry_rabc.papers import versions as reading
from laundry_rabc.papers.documents import DocumentIn, ReviewIn, VersionIn, WhyIn
from laundry_rabc.papers.models import DocumentVersion
from laundry_rabc.papers.versions import Version

blueprint = Blueprint("rabc_documents", __name__, url_prefix="/rabc/documents")
PREFIXES = {
    "in_force": "", "future": "A-VENIR-", "proposed": "PROJET-", "refused": "REFUSE-",
    "superseded": "PERIME-", "withdrawn": "RETIRE-",
}  # fmt: skip


@blueprint.get("")
@allow(rights.READ)
def index() -> Response:
    """The documents of a view: in force unless asked otherwise."""
    session, by = form_pages.session_for(rights.READ), current_actor()
    views = document_reads.views(session, by)
    asked = request.args.get("vue", document_reads.CURRENT)
    if asked not in views:
        raise NotFound("not_found")
    return htmx.render(
        "laundry_rabc/papers/documents.html",
        home=form_pages.home(),
        tabs=[
            (label, url_for("rabc_documents.index", vue=name), name == asked, len(views[name]))
            for name, label, _ in document_reads.VIEWS
        ],
        view=asked,
        rows_of=views[asked],
        may_write=rights.may(by, rights.WRITE),
    )


@blueprint.get("/nouveau")
@allow(rights.WRITE)
def new() -> Response:
    """The form of a new document."""
    return _form(None, {}, "new", 200)


@blueprint.post("/nouveau")
@allow(rights.WRITE)
def create() -> Response:
    """Write a document and its first version."""
    session = form_pages.session_for(rights.WRITE)

    def work() -> str:
        given = forms.read(DocumentIn, request.form)
        made = documents.create(session, given, form_pages.sent("files"), by=current_actor())
        return url_for("rabc_documents.show", document_id=made.id)

    return form_pages.act(session, "new", "", work, lambda e, f, s: _form(None, e, f, s))


@blueprint.get("/<int:document_id>")
@allow(rights.READ)
def show(document_id: int) -> Response:
    """One document: the version in force, or the one that waits where there is none."""
    return _show(document_id, None, {}, "", 200)


@blueprint.get("/<int:document_id>/versions/<int:number>")
@allow(rights.READ)
def version(document_id: int, number: int) -> Response:
    """One version, with what it is worth today."""
    return _show(document_id, number, {}, "", 200)


@blueprint.get("/<int:document_id>/nouvelle-version")
@allow(rights.WRITE)
def next_version(document_id: int) -> Response:
    """The form of the next version."""
    return _form(document_id, {}, "next", 200)


@blueprint.post("/<int:document_id>/nouvelle-version")
@allow(rights.WRITE)
def revise(document_id: int) -> Response:
    """Write the next version."""
    session = form_pages.session_for(rights.WRITE)
    document = documents.the(session, document_id)

    def work() -> str:
        given = forms.read(VersionIn, request.form)
        made = documents.revise(
            session, document, given, form_pages.sent("files"), by=current_actor()
        )
        return url_for("rabc_documents.version", document_id=document_id, number=made.number)

    return form_pages.act(
        session, "next", str(document_id), work, lambda e, f, s: _form(document_id, e, f, s)
    )


@blueprint.post("/<int:document_id>/versions/<int:number>/approbation")
@allow(rights.APPROVE)
def approve(document_id: int, number: int) -> Response:
    """Approve it: another person than its author."""
    return _do(document_id, number, "approve", rights.APPROVE)


@blueprint.post("/<int:document_id>/versions/<int:number>/refus")
@allow(rights.APPROVE)
def refuse(document_id: int, number: int) -> Response:
    """Send it back to its author."""
    return _do(document_id, number, "refuse", rights.APPROVE)


@blueprint.post("/<int:document_id>/versions/<int:number>/retrait")
@allow(rights.APPROVE)
def withdraw(document_id: int, number: int) -> Response:
    """Take it out of use."""
    return _do(document_id, number, "withdraw", rights.APPROVE)


@blueprint.post("/<int:document_id>/versions/<int:number>/relecture")
@allow(rights.WRITE)
def review(document_id: int, number: int) -> Response:
    """Its content was looked at and stays."""
    return _do(document_id, number, "review", rights.WRITE)


@blueprint.post("/<int:document_id>/versions/<int:number>/lu")
@allow(rights.ACT)
def read(document_id: int, number: int) -> Response:
    """One has read it."""
    return _do(document_id, number, "read", rights.ACT)


@blueprint.get("/<int:document_id>/versions/<int:number>/fichiers/<int:file_id>")
@allow(rights.READ)
def file(document_id: int, number: int, file_id: int) -> Response:
    """A file of a version; its name says the document, the version, and that it is out of date."""
    session = form_pages.session_for(rights.READ)
    one = _version(session, document_id, number)
    found = next(
        (it for it in document_reads.files(session, one.row.id or 0) if it.id == file_id), None
    )
    if found is None:
        raise NotFound("not_found")
    small = "petite" in request.args
    answer = file_pages.answer(found, small=small)
    if not small:
        suffix = found.name.rpartition(".")[2]
        name = f"{PREFIXES[one.state]}{one.document.code}-v{number}-{file_id}.{suffix}"
        shown = one.state == "in_force" and found.media_type != "application/pdf"
        how = "inline" if shown else "attachment"
        answer.headers["Content-Disposition"] = f'{how}; filename="{name}"'
    return answer


@blueprint.get("/pieces/<int:file_id>")
@allow(rights.READ)
def piece(file_id: int) -> Response:
    """A file of an audit, an action, a meeting or a certificate; a document's has its own page."""
    session = form_pages.session_for(rights.READ)
    found = session.get(StoredFile, file_id)
    if found is None or not kept.is_piece(session, file_id):
        raise NotFound("not_found")
    return file_pages.answer(found, small="petite" in request.args)


def _work(session: Session, row: DocumentVersion, form: str) -> None:
    by, values = current_actor(), form_pages.named(form)
    if form == "approve":
        documents.approve(session, row, by=by)
    elif form == "refuse":
        documents.refuse(session, row, forms.read(WhyIn, values), by=by)
    elif form == "withdraw":
        documents.withdraw(session, row, forms.read(WhyIn, values), by=by)
    elif form == "review":
        documents.review(session, row, forms.read(ReviewIn, values), by=by)
    else:
        documents.mark_read(session, row, by=by)


def _do(document_id: int, number: int, form: str, capability: str) -> Response:
    session = form_pages.session_for(capability)
    row = documents.version(session, document_id, number)

    def work() -> str:
        _work(session, row, form)
        return url_for("rabc_documents.version", document_id=document_id, number=number)

    return form_pages.act(
        session, form, f"{document_id}.{number}", work,
        lambda e, f, s: _show(document_id, number, e, f, s),
    )  # fmt: skip


def _version(session: Session, document_id: int, number: int) -> Version:
    documents.version(session, document_id, number)
    return next(it for it in reading.of(session, document_id) if it.row.number == number)


def _show(
    document_id: int, number: int | None, errors: dict[str, str], opened: str, status: int
) -> Response:
    session, by = form_pages.session_for(rights.READ), current_actor()
    documents.the(session, document_id)
    every = reading.of(session, document_id)
    current = next((it for it in every if it.state == "in_force"), None)
    wanted = current or every[0]
    if number is not None:
        wanted = _version(session, document_id, number)
    acts = [act for it in every for act in it.acts]
    ids = [it.row.created_by for it in every] + [act.account_id for act in acts]
    return htmx.render(
        "laundry_rabc/papers/document.html",
        status=status,
        one=wanted,
        current=current,
        versions=every,
        kind=documents.KIND_LABELS[wanted.document.kind],
        names=people.names(session, ids),
        act_labels=document_reads.ACT_LABELS,
        files=document_reads.files(session, wanted.row.id or 0),
        reading=document_reads.reading(session, wanted),
        readers=[label for role, label in rights.READERS if role in wanted.readers],
        mine=document_reads.must_read(session, wanted, by) and rights.may(by, rights.ACT),
        may_write=rights.may(by, rights.WRITE),
        may_approve=rights.may(by, rights.APPROVE) and by.account_id != wanted.row.created_by,
        key=once.fresh(),
        values=form_pages.named(opened) if opened else {},
        errors=errors,
        opened=opened,
    )


def _form(document_id: int | None, errors: dict[str, str], opened: str, status: int) -> Response:
    session = form_pages.session_for(rights.WRITE)
    last = None
    if document_id is not None:
        documents.the(session, document_id)
        last = reading.of(session, document_id)[0]
    return htmx.render(
        "laundry_rabc/papers/document_form.html",
        status=status,
        last=last,
        kinds=documents.KINDS,
        readers=rights.READERS,
        delay=rules.delay(session, "document_review", clock.today()),
        key=once.fresh(),
        values=request.form,
        chosen=request.form.getlist("readers"),
        sent=request.method == "POST",
        errors=errors,
        opened=opened,
    )
