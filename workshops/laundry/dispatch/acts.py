"""What a tablet sends to pack, load, drive, deliver, collect and take back; pages do the same."""

from sqlmodel import Session

from esat.actors import Actor
from esat.declarations import Act, ActDone, ActSent
from esat.errors import Invalid, Refused
from esat.production.deliveries import How
from esat.web.filters import number
from workshops.laundry.dispatch import (
    collecting,
    forms,
    gaps,
    handing,
    linen,
    packing,
    returns,
    scope,
    trips,
    trolleys,
)
from workshops.laundry.dispatch.collecting import Taken
from workshops.laundry.dispatch.handing import Given, HandedOver
from workshops.laundry.dispatch.packing import Packed, Packing
from workshops.laundry.dispatch.returns import Back
from workshops.laundry.dispatch.trolleys import Put


def _pack(session: Session, sent: ActSent) -> ActDone:
    """Parcels of an order's linen. What was packed without network is judged all the same: linen
    that may not leave is still there, and a supervisor settles it.
    """
    given = forms.sent(forms.PackIn, sent.data)
    order = scope.order_of(session, given.order, sent.actor)
    wanted = None if given.linen == "all" else linen.by_codes(session, given.linen)
    codes = {code: None for parcel in given.parcels for code in parcel.garments}
    worn = dict(zip(codes, linen.by_codes(session, codes), strict=True))
    work = Packing(
        forms.parcels(given.parcels, worn), wanted, given.reason, sent.uid, late=sent.late
    )
    done = packing.pack(session, order, work, by=sent.actor, at=sent.at)
    return ActDone(packed_words(done), done.codes[0])


def packed_words(done: Packed) -> str:
    """« 2 colis prêts. Reste en moins : … »"""
    count = number(len(done.parcels), "colis")
    said = f"{count} prêt{'s' if len(done.parcels) > 1 else ''}."
    if not done.printed:
        said += " Étiquette à imprimer."
    if done.gap is not None:
        words = gaps.row_in_words(done.gap)
        said += f" Tout le linge est emballé : {words or 'rien ne manque'}."
    return said


def _trolley(session: Session, sent: ActSent) -> ActDone:
    """Things go on a trolley, or off it."""
    given = forms.sent(forms.TrolleyIn, {"trolley": sent.code or "", **sent.data})
    how = Put(sent.uid, sent.late)
    if given.off:
        trolleys.take_off(session, given.items, by=sent.actor, at=sent.at, how=how)
        return ActDone("Sorti du chariot.", given.items[0])
    if not given.trolley:
        raise Refused("trolley_unknown")
    there = trolleys.put_on(session, given.trolley, given.items, by=sent.actor, at=sent.at, how=how)
    count = len(trolleys.on(session, there.id or 0))
    return ActDone(f"{there.label} : {number(count, 'article')}.", given.trolley)


def _start(session: Session, sent: ActSent) -> ActDone:
    """The answer at the start of a trip."""
    given = forms.sent(forms.StartIn, sent.data)
    trip = trips.one(session, given.trip, by=sent.actor)
    trips.answer(session, trip, given.apart, by=sent.actor, at=sent.at, late=sent.late)
    return ActDone(start_words(apart=given.apart))


def start_words(*, apart: bool) -> str:
    """What follows from the answer."""
    if apart:
        return "C’est noté. Bonne tournée."
    return "C’est noté. Séparez le propre du sale avant de partir, puis répondez de nouveau."


def _skip(session: Session, sent: ActSent) -> ActDone:
    """A stop that is passed over."""
    given = forms.sent(forms.SkipIn, sent.data)
    stop = trips.stop_of(session, given.stop, by=sent.actor)
    trips.skip(session, stop, given.reason, by=sent.actor, at=sent.at)
    return ActDone("Arrêt passé, avec sa raison.")


def _stop(session: Session, sent: ActSent) -> ActDone:
    """Several orders of one client under one signature, online or a day later."""
    given = forms.sent(forms.StopIn, sent.data)
    how = How(sent.at, sent.uid, sent.late, judged=not sent.offline)
    try:
        done = deliver(session, given, sent.actor, how)
    except Invalid as error:
        if error.code != "form_invalid":
            raise
        sentence = next(iter(error.fields.values()), "")
        told = Refused("dispatch_fields", field="receiver", sentence=sentence)
        raise told.about(error.fields) from error
    return ActDone(stop_words(done, given))


def deliver(session: Session, given: forms.StopIn, by: Actor, how: How | None = None) -> HandedOver:
    """What a page and an act do alike at a stop."""
    stop = trips.stop_of(session, given.stop, by=by)
    told = Given(
        given.items, given.receiver, given.refused, given.reserves, given.signature, given.stamp
    )
    return handing.hand_over(session, stop, told, by=by, how=how)


def stop_words(done: HandedOver, given: forms.StopIn) -> str:
    """« 3 articles remis, 2 commandes. »"""
    things = number(len(given.items), "article")
    back = f", {len(given.refused)} refusé" if given.refused else ""
    return f"{things} remis{back}, {number(len(done.deliveries), 'commande')}."


def _collect(session: Session, sent: ActSent) -> ActDone:
    """A dirty bag taken in the van."""
    given = forms.sent(forms.CollectIn, sent.data)
    if sent.code is None:
        raise Refused("code_unknown")
    stop = trips.stop_of(session, given.stop, by=sent.actor)
    item = collecting.collect(
        session, stop, sent.code, by=sent.actor, at=sent.at, how=Taken(sent.uid, sent.late)
    )
    return ActDone(f"{item.label} est dans le véhicule.", sent.code)


def _return(session: Session, sent: ActSent) -> ActDone:
    """Something that came back."""
    given = forms.sent(forms.ReturnIn, sent.data)
    if sent.code is None:
        raise Refused("code_unknown")
    back = Back(
        sent.code, given.reason, given.to, given.note, given.kg, given.pieces, sent.uid, sent.late
    )
    made = returns.take_back(session, back, by=sent.actor, at=sent.at)
    return ActDone(f"Retour enregistré : {made.label}, {returns.TO[given.to].lower()}.", sent.code)


ACTS = (
    Act("laundry.pack", "Emballer le linge", scope.DISPATCH, _pack),
    Act("laundry.trolley", "Charger un chariot", scope.DISPATCH, _trolley),
    Act("laundry.depart", "Départ de tournée", scope.DISPATCH, _start),
    Act("laundry.skip", "Passer un arrêt", scope.DISPATCH, _skip),
    Act("laundry.stop", "Livrer un arrêt", scope.DISPATCH, _stop),
    Act("laundry.collect", "Collecter un sac sale", scope.DISPATCH, _collect),
    Act("laundry.return", "Reprendre du linge livré", scope.DISPATCH, _return),
)
