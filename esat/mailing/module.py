"""Mails declare their sender, their keeping and their sentences; their pages are above."""

from datetime import datetime

from sqlmodel import Session

from esat import clock
from esat.declarations import Job, Module, Retention
from esat.mailing import service
from esat.mailing.jobs import send_pending


def _due(session: Session, at: datetime) -> list[str]:
    return [
        f"Courriel {mail.id} du {clock.local(mail.created_at):%d/%m/%Y}"
        for mail in service.old(session, at)
    ]


MODULE = Module(
    code="mailing",
    label="Courriels",
    jobs=(
        Job(
            code="mailing.send",
            label="Envoyer les courriels",
            trigger="cron",
            when={"minute": "*"},
            run=send_pending,
        ),
    ),
    retention=(
        Retention(
            code="mailing.mails",
            label="Courriels envoyés : un an, puis vidés",
            source="règle de la maison",
            status="proposé",
            due=_due,
            purge=service.purge,
        ),
    ),
    texts={
        "mail_already_sent": "Ce courriel est déjà parti. Rien n’a été renvoyé.",
        "mail_bad_address": "L’adresse est illisible. Corrigez-la sur la fiche du client.",
        "wording_invalid": "Le modèle n’a pas été enregistré. Corrigez les champs indiqués.",
    },
)
