"""The kinds of events of the core and the shape of their data."""

from typing import Any

from pydantic import BaseModel

from esat.declarations import EventKind


class Moved(BaseModel):
    action: str
    given: dict[str, Any] | None = None
    left_behind: list[int] = []


class Held(BaseModel):
    hold: int
    reason: str


class Items(BaseModel):
    items: list[int]


class Promised(BaseModel):
    before: str | None
    after: str


class Contradicted(BaseModel):
    action: str
    reason: str


class ClientCode(BaseModel):
    code: str
    symbology: str | None = None


EVENT_KINDS = (
    EventKind("order.opened", "Commande ouverte"),
    EventKind("order.confirmed", "Commande confirmée"),
    EventKind("order.promised", "Date promise changée", Promised),
    EventKind("order.cancelled", "Commande annulée"),
    EventKind("order.closed", "Commande terminée"),
    EventKind("order.delivered", "Remise au client", signed=True),
    EventKind("order.noted", "Note"),
    EventKind("item.opened", "Article enregistré"),
    EventKind("item.bound", "Étiquette liée"),
    EventKind("item.moved", "Étape", Moved),
    EventKind("item.move_undone", "Étape annulée"),
    EventKind("item.stage_corrected", "Étape corrigée"),
    EventKind("item.contradicted", "Saisie contraire", Contradicted),
    EventKind("item.split", "Article partagé"),
    EventKind("item.held", "Retenu", Held),
    EventKind("item.hold_lifted", "Retenue levée", Held),
    EventKind("lot.opened", "Lot ouvert"),
    EventKind("lot.filled", "Ajout au lot", Items),
    EventKind("lot.emptied", "Sortie du lot", Items),
    EventKind("lot.split", "Lot partagé"),
    EventKind("lot.merged", "Lots réunis"),
    EventKind("lot.closed", "Lot fermé"),
    EventKind("lot.moved", "Étape du lot", Moved),
    EventKind("lot.move_undone", "Étape du lot annulée"),
    EventKind("lot.stage_corrected", "Étape du lot corrigée"),
    EventKind("lot.contradicted", "Saisie contraire", Contradicted),
    EventKind("lot.held", "Lot retenu", Held),
    EventKind("lot.hold_lifted", "Retenue du lot levée", Held),
    EventKind("resource.held", "Matériel retenu", Held),
    EventKind("resource.hold_lifted", "Retenue levée", Held),
    EventKind("resource.added", "Matériel ajouté"),
    EventKind("resource.retired", "Matériel retiré"),
    EventKind("resource.bound", "Étiquette liée"),
    EventKind("code.linked", "Code du client lié", ClientCode),
    EventKind("code.unlinked", "Code du client délié", ClientCode),
)
