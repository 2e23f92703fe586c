"""What a scanner may do wrong: what one sees, what it means, what to do; said once for the page
that tries a scanner and for its sheet of paper. It names no maker and invents no code of one.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Symptom:
    """One wrong result; `code` is how the script of the page asks for it."""

    code: str
    seen: str
    means: str
    todo: str


REPAIRED = "Nos codes sont réparés : rien à faire."
CLIENTS = "Pour les codes de vos clients, réglez le lecteur sur « clavier français »."

SYMPTOMS = (
    Symptom(
        "nothing",
        "Rien n’arrive.",
        "Le lecteur n’est pas en mode clavier, ou n’est pas relié.",
        "Touchez le champ et scannez encore. Sinon, réglez « clavier USB (HID) ».",
    ),
    Symptom(
        "azerty",
        "Des signes & é \" ' ( à la place des chiffres.",
        "Le lecteur se croit sur un clavier américain.",
        f"{REPAIRED} {CLIENTS}",
    ),
    Symptom(
        "mac",
        "§ à la place de 6, ! à la place de 8.",
        "La même chose, sur un Mac.",
        f"{REPAIRED} {CLIENTS}",
    ),
    Symptom(
        "swapped",
        "Des signes ! @ # $ % à la place des chiffres.",
        "Le lecteur est réglé en français et l’ordinateur en américain.",
        "Mettez l’ordinateur en français. Ces codes-là ne sont pas réparés.",
    ),
    Symptom(
        "caps",
        "É È Ç À à la place de 2 7 9 0, ou des minuscules.",
        "« Verr. Maj » est allumé sur l’ordinateur.",
        "Éteignez « Verr. Maj ». En attendant, nos codes sont réparés.",
    ),
    Symptom(
        "lower",
        "Des lettres minuscules, des chiffres justes.",
        "Le lecteur change les lettres.",
        f"{REPAIRED} Pour les codes de vos clients, réglez « casse : comme lue ».",
    ),
    Symptom(
        "prefix",
        "]C0, ]Q1, ]d2 ou $Cà devant le code.",
        "Le lecteur annonce la sorte du code (préfixe AIM).",
        f"{REPAIRED} Pour l’enlever, réglez « préfixe AIM : non ».",
    ),
    Symptom(
        "no_suffix",
        "Fin de code : aucune. Le code part après un instant.",
        "Le lecteur n’envoie pas « Entrée » après le code.",
        "Cela marche. Pour aller plus vite, réglez « suffixe Entrée (CR) ».",
    ),
    Symptom(
        "tab",
        "Fin de code : Tabulation.",
        "Le lecteur envoie « Tabulation » après le code.",
        "Cela marche ici et au comptoir. Ailleurs, réglez « suffixe Entrée (CR) ».",
    ),
    Symptom(
        "feed",
        "Fin de code : LF. Les téléchargements s’ouvrent parfois.",
        "Le lecteur envoie un saut de ligne (Ctrl+J) après le code.",
        "Cela marche ici et au comptoir. Ailleurs, réglez « suffixe Entrée (CR) ».",
    ),
    Symptom(
        "truncated",
        "Il manque des signes au début ou à la fin.",
        "Le lecteur retire des signes, ou écrit trop vite pour l’ordinateur.",
        "Réglez « retirer des signes : aucun », puis « délai entre les signes : 10 ms ».",
    ),
    Symptom(
        "doubled",
        "Le même code deux fois de suite.",
        "Le lecteur lit en continu, ou deux fois par appui.",
        "Réglez « une lecture par appui » et « suffixe Entrée (CR) ».",
    ),
    Symptom(
        "slow",
        "Compris, mais lent.",
        "Le lecteur est sans fil (Bluetooth), ou le code a été tapé à la main.",
        "Scannez les trois codes, puis gardez la vitesse que la page conseille.",
    ),
    Symptom(
        "other",
        "Un autre texte.",
        "Le lecteur a lu un autre code, ou il change des signes.",
        "Cachez les autres codes avec la main et scannez encore.",
    ),
)
