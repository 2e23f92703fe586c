"""What the journal keeps of the work after the wash; no name of a person in it."""

from pydantic import BaseModel

from esat.declarations import EventKind


class DryStarted(BaseModel):
    dryer: int
    cycle: int
    kg: str


class DryEnded(BaseModel):
    cycle: int
    outcome: str


class StepDone(BaseModel):
    step: int
    kind: str
    verdict: str


class Kept(BaseModel):
    reject: int


class PutAside(BaseModel):
    """Why linen was put aside; `reason_code` is ours, a hold's reason is another thing."""

    reject: int
    reason_code: str
    fault: str
    decision: str
    quantity: str
    unit: str


class Discarded(BaseModel):
    reject: int
    quantity: str
    unit: str
    why: str


class AsideFixed(BaseModel):
    """A row of `laundry_reject` in place of another; `void` when it never was."""

    reject: int
    amends: int
    void: bool


class StepFixed(BaseModel):
    step: int
    amends: int
    void: bool


class PiecesParted(BaseModel):
    """How many pieces there were before a part was cut, and how many were counted apart."""

    child: int
    before: int
    apart: int | None


EVENT_KINDS = (
    EventKind("lot.dry_started", "Mise au séchoir", DryStarted),
    EventKind("lot.dry_ended", "Sortie du séchoir", DryEnded),
    EventKind("lot.step_done", "Étape de finition", StepDone),
    EventKind("item.put_aside", "Mis de côté au contrôle", PutAside),
    EventKind("item.aside_fixed", "Mise de côté corrigée", AsideFixed),
    EventKind("lot.step_fixed", "Étape de finition corrigée", StepFixed),
    EventKind("order.linen_kept", "Réforme annulée", Kept),
    EventKind("item.pieces_parted", "Pièces partagées", PiecesParted),
    EventKind("order.linen_discarded", "Linge réformé", Discarded),
)
