"""A demo's RABC file: a dozen documents, the team, the certificate, the last internal audit with
two findings, the management review; on purpose one document was not looked at again in time, one
waits for its approval, one finding is still open and one of its actions is late.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, select

from esat import clock, registry
from esat.accounts.models import Account
from esat.accounts.roles import Grants
from esat.actors import Actor
from esat.production.rehearsal import Player, Scene
from laundry_rabc.papers import actions, audits, documents, rules, team
from laundry_rabc.papers.actions import ActionIn, DoneIn, NoteIn
from laundry_rabc.papers.audit_models import Audit
from laundry_rabc.papers.audits import AnswerIn, AuditIn, FindingIn, StepIn
from laundry_rabc.papers.documents import DocumentIn, VersionIn
from laundry_rabc.papers.team import CertificateIn, EventIn, MeetingIn, MemberIn

LOGINS: Final = {"qualite": "qualite", "direction": "direction",
                 "responsable": "responsable_atelier"}  # fmt: skip
ALL: Final = ["moniteur", "responsable_atelier"]
# Code, kind, title, who must read it, text.
PAPERS: Final = (
    ("POL-01", "policy", "Politique RABC de la blanchisserie", [*ALL, "qualite"],
     "La direction donne à l’équipe RABC le temps de rendre un linge propre à son usage."),
    ("ORG-01", "organisation", "Organigramme de la blanchisserie", ALL,
     "Direction, pilote RABC, responsable de la blanchisserie, moniteurs, travailleurs."),
    ("PLA-01", "plan", "Plan des zones sale et propre", ALL,
     "Zone sale : réception, tri, chargement. Zone propre : essorage, séchage, finition."),
    ("FLX-01", "flow", "Diagramme de flux du linge plat", ["responsable_atelier"],
     "Réception, tri, lavage, essorage, séchage ou calandre, pliage, emballage, départ."),
    ("PRO-01", "procedure", "Réception et tri du linge sale", ALL,
     "Porter gants et tablier. Ne jamais ouvrir un sac à précaution."),
    ("PRO-02", "procedure", "Lavage et qualification des programmes", ["responsable_atelier"],
     "Un programme non qualifié ne lave pas de linge sensible."),
    ("PRO-03", "procedure", "Actions correctives et retenue du linge", ALL,
     "Un contrôle en action retient les lots concernés jusqu’à la décision."),
    ("MOD-01", "instruction", "Se laver les mains", ALL,
     "Mouiller. Savonner les paumes, le dos, entre les doigts. Rincer. Sécher au papier."),
    ("MOD-02", "instruction", "Passer de la zone sale à la zone propre", ALL,
     "Laisser la blouse au sas. Se laver les mains. Mettre la blouse propre."),
    ("FOR-01", "form", "Fiche de nettoyage des locaux", ["moniteur"],
     "Local, jour, fait par, vu par."),
    ("CON-01", "contract", "Contrat du lessivier", ["responsable_atelier"],
     "Visite chaque trimestre : titration, réglage des pompes, rapport."),
    ("FT-01", "data_sheet", "Lessive atomisée : fiche technique", ["responsable_atelier"],
     "Dosage, stockage, premiers gestes en cas de contact."),
)  # fmt: skip
OLD: Final = "PLA-01"
"""Whose day of review is past."""
MEMBERS: Final = (
    ("Pilote RABC", "Formation RABC de trois jours, audit interne"),
    ("Direction", "Décide des moyens, préside la revue"),
    ("Responsable de la blanchisserie", "Quinze ans de métier, formation RABC"),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """The three who make the file."""

    qualite: Actor
    direction: Actor
    responsable: Actor


def demo(scene: Scene) -> Player | None:
    """Prepare the file as it stood when the demo begins; nothing is played each day but the
    readings of the first ones.
    """
    cast = _cast(scene.session)
    if cast is None:
        return None
    session, first = scene.session, scene.at(9)
    with _ago(first, 400):
        rules.install(session, clock.now())
        _team(session, cast)
    with _ago(first, 390):
        papers = _documents(session, cast)
    with _ago(first, 60):
        _revised(session, cast, papers["PRO-01"])
    _audited(session, cast, first)

    def play(scene: Scene) -> None:
        """A supervisor reads one more document each day, the policy first."""
        by = scene.actor("laundry")
        with scene.moment(scene.at(8, 30)):
            for code in sorted(papers):
                row = documents.current(scene.session, papers[code])
                given = row is not None and "moniteur" in row.readers.split()
                if row is not None and given and documents.mark_read(scene.session, row, by=by):
                    return

    return play


def _cast(session: Session) -> Cast | None:
    grants = Grants(registry.current())
    found = {}
    for login, role in LOGINS.items():
        account = session.exec(select(Account).where(Account.login == login)).first()
        if account is None:
            return None
        found[login] = Actor(
            account_id=account.id, roles=frozenset({role}), capabilities=grants.of([role]),
            workshops=None, groups=None, display_name=account.display_name,
        )  # fmt: skip
    return Cast(**found)


@contextmanager
def _ago(first: datetime, days: int) -> Iterator[datetime]:
    """So many days before, or the Friday before where that is no working day."""
    then = first - timedelta(days=days)
    then -= timedelta(days=max(then.weekday() - 4, 0))
    with clock.pinned(then):
        yield clock.now()


def _team(session: Session, cast: Cast) -> None:
    day = clock.today()
    people = (cast.qualite, cast.direction, cast.responsable)
    for who, (role, skills) in zip(people, MEMBERS, strict=True):
        given = MemberIn(name=who.display_name, role=role, skills=skills, on_day=day)
        team.appoint(session, given, by=cast.qualite)
    given_by = CertificateIn(
        number="RABC-DEMO-001", body="Organisme de démonstration", standard="NF EN 14065:2016",
        scope="Traitement du linge plat, des tenues et du linge résident.",
        valid_from=day - timedelta(days=200), valid_until=day + timedelta(days=895),
    )  # fmt: skip
    team.certify(session, given_by, None, by=cast.qualite)
    event = EventIn(kind="granted", on_day=day - timedelta(days=200), note="Certificat délivré.")
    team.happened(session, event, by=cast.qualite)


def _documents(session: Session, cast: Cast) -> dict[str, int]:
    found = {}
    today = clock.today()
    for code, kind, title, readers, body in PAPERS:
        review = today + timedelta(days=365 if code == OLD else 730)
        given = DocumentIn(
            code=code, kind=kind, title=title, body=body, readers=readers,
            summary="Première version.", review_on=review,
        )  # fmt: skip
        made = documents.create(session, given, None, by=cast.qualite)
        found[code] = made.id or 0
        documents.approve(session, documents.version(session, found[code], 1), by=cast.direction)
    return found


def _revised(session: Session, cast: Cast, document_id: int) -> None:
    """The second version is in force, the third waits for its approval."""
    document = documents.the(session, document_id)
    for number, why in ((2, "Le sac à précaution a sa couleur."), (3, "Le pesage entre au tri.")):
        given = VersionIn(
            title="Réception et tri du linge sale", summary=why, readers=ALL,
            body="Porter gants et tablier. Ne jamais ouvrir un sac à précaution, rouge.",
        )  # fmt: skip
        row = documents.revise(session, document, given, None, by=cast.qualite)
        if number == 2:
            documents.approve(session, row, by=cast.direction)


def _audited(session: Session, cast: Cast, first: datetime) -> None:
    with _ago(first, 75):
        given = AuditIn(
            kind="internal", process="Système RABC de la blanchisserie",
            scope="Les sept principes et les préalables.", auditor=cast.responsable.account_id,
            owner=cast.qualite.account_id, planned_on=clock.today(),
        )  # fmt: skip
        audit = audits.plan(session, given, by=cast.qualite)
        for rule in rules.in_force(session, "question", clock.today()):
            outcome, seen = "conform", "Documents et enregistrements vus, poste observé."
            if rule.code in {"P4", "P0.7"}:
                outcome, seen = "gap", "Voir le constat."
            answer = AnswerIn.model_validate(
                {"rule": rule.id, "outcome": outcome, "evidence": seen}
            )  # fmt: skip
            audits.answer(session, audit, answer, by=cast.responsable)
        minor = _finding(session, cast, audit, "Principe 4", "Relevé de température non signé.")
        other = _finding(session, cast, audit, "Préalable 7", "Une autorisation de poste échue.")
        held = StepIn(kind="held", on_day=clock.today(), note="Système tenu ; deux mineures.")
        audits.step(session, audit, held, None, by=cast.responsable)
        done = _action(session, cast, "Faire signer chaque relevé le jour même.", minor)
        _action(session, cast, "Renouveler l’autorisation et suivre les échéances.", other)
    with _ago(first, 40):
        evidence = DoneIn(note="Trois semaines de relevés signés, vus.")
        actions.done(session, actions.the(session, done), evidence, None, by=cast.qualite)
    with _ago(first, 30):
        actions.verify(session, actions.the(session, done), NoteIn(note="Dix relevés tirés : tous "
                       "signés."), by=cast.direction)  # fmt: skip
        _reviewed(session, cast)


def _finding(session: Session, cast: Cast, audit: Audit, clause: str, words: str) -> int:
    given = FindingIn(grade="minor", clause=clause, words=words, evidence="Vu au poste, ce jour.")
    return audits.find(session, audit, given, None, by=cast.responsable).id or 0


def _action(session: Session, cast: Cast, words: str, finding: int) -> int:
    given = ActionIn(words=words, owner=cast.qualite.account_id, finding=finding)
    return actions.open_one(session, given, by=cast.qualite).id or 0


def _reviewed(session: Session, cast: Cast) -> None:
    given = MeetingIn(
        kind="management", held_on=clock.today(), attendees="Direction, pilote RABC, responsable",
        inputs="Audit interne : deux mineures. Réclamations : peu, sans cause d’hygiène. "
        "Documents : un plan à relire.",
        decisions="Relire le plan des zones. Prévoir une formation à l’hygiène des mains.",
    )  # fmt: skip
    made = team.minute(session, given, None, by=cast.qualite)
    todo = ActionIn(
        words="Prévoir une formation à l’hygiène des mains.", meeting=made.id,
        owner=cast.responsable.account_id, due_on=clock.today() + timedelta(days=240),
    )  # fmt: skip
    actions.open_one(session, todo, by=cast.qualite)
