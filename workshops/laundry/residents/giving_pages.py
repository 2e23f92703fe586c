"""What is given to a client: a secret address for its own search, its register as a file."""

from flask import Response, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.exchange import spreadsheet
from esat.web import forms
from esat.web.forms import FormShape, Text
from workshops.laundry.residents import links, reads, rights
from workshops.laundry.residents.pages import (
    again_house,
    blueprint,
    do,
    session_for,
    the_client,
)


class LinkIn(FormShape):
    recipient: Text = ""


@blueprint.post("/client/<int:client_id>/liens")
@allow(rights.EDIT)
def give_link(client_id: int) -> Response:
    """A secret address for the client's own search."""

    def work(session: Session) -> str:
        given = forms.read(LinkIn, request.form)
        links.create(session, client_id, given.recipient, by=current_actor())
        return url_for("laundry_residents.house", client_id=client_id) + "#links"

    return do(f"resident.link.{client_id}", work, again_house(client_id, "link"))


@blueprint.post("/client/<int:client_id>/liens/<int:link_id>/retirer")
@allow(rights.EDIT)
def end_link(client_id: int, link_id: int) -> Response:
    """Close a secret address."""

    def work(session: Session) -> str:
        links.revoke(session, client_id, link_id, by=current_actor())
        return url_for("laundry_residents.house", client_id=client_id) + "#links"

    return do(f"resident.unlink.{link_id}", work, again_house(client_id, ""))


@blueprint.get("/client/<int:client_id>/registre.csv")
@allow(rights.EDIT)
def export(client_id: int) -> Response:
    """A client's register, for that client."""
    session = session_for(rights.EDIT)
    the_client(client_id)
    rows = reads.export_rows(session, client_id)
    answer = Response(spreadsheet.write("csv", reads.EXPORT_HEADERS, rows), mimetype="text/csv")
    name = f"linge-residents-{client_id}-{clock.today().isoformat()}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
