"""What a tablet may send of the counter, online or later: a payment noted, a collection."""

from collections.abc import Callable
from typing import Any

from esat.declarations import Act, ActDone, ActSent
from esat.errors import Invalid, Refused
from esat.production.deliveries import How
from esat.web import forms
from workshops.laundry.desk import collecting, payments
from workshops.laundry.desk.deposits import DESK
from workshops.laundry.desk.payments import PaymentIn


def _pay(session: Any, sent: ActSent) -> ActDone:
    """Note how a deposit is paid."""
    ref = sent.data.get("order")
    order, deposit = collecting.visible(session, str(ref or "")[:20], sent.actor, DESK)
    given = forms.read(PaymentIn, sent.data)
    payments.pay(session, deposit, given, by=sent.actor, at=sent.at)
    return ActDone(f"Paiement noté : commande {order.ref}.")


def _collect(session: Any, sent: ActSent) -> ActDone:
    """Hand over what is ticked."""
    given = collecting.given(sent.data)
    how = How(sent.at, sent.uid, sent.late, judged=not sent.offline)
    collecting.collect(session, given, by=sent.actor, how=how)
    count = len(given.items)
    things = "1 article remis" if count == 1 else f"{count} articles remis"
    return ActDone(f"Retrait enregistré : commande {given.order}, {things}.")


def _told(work: Callable[[Any, ActSent], ActDone]) -> Callable[[Any, ActSent], ActDone]:
    """The same, where a wrong field is said in one sentence."""

    def run(session: Any, sent: ActSent) -> ActDone:
        try:
            return work(session, sent)
        except Invalid as error:
            if error.code != "form_invalid":
                raise
            sentence = next(iter(error.fields.values()), "")
            raise Refused("desk_fields", sentence=sentence) from error

    return run


ACTS = (
    Act("laundry.pay", "Noter le paiement d’un dépôt", DESK, _told(_pay)),
    Act("laundry.fetch", "Remettre un dépôt du guichet", DESK, _told(_collect)),
)
