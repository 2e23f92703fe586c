"""The department of a town, where it is certain: the proof that a lost zero may be put back."""

import re
from collections.abc import Iterable

from esat.folding import fold

# Main towns of the nine departments whose postcodes begin with a zero. A town outside this list is
# proved by the INSEE code of its line or by another line of the same file.
_MAIN = {
    "01": "Bourg-en-Bresse, Oyonnax, Ambérieu-en-Bugey, Gex, Belley, Nantua, Trévoux",
    "02": "Saint-Quentin, Soissons, Laon, Château-Thierry, Vervins, Tergnier, Chauny",
    "03": "Moulins, Montluçon, Vichy, Cusset, Yzeure, Bellerive-sur-Allier, Gannat, Commentry, "
    "Saint-Pourçain-sur-Sioule, Domérat, Lapalisse, Varennes-sur-Allier, Ébreuil, Saint-Yorre",
    "04": "Digne-les-Bains, Manosque, Sisteron, Forcalquier, Barcelonnette, Castellane",
    "05": "Gap, Briançon, Embrun",
    "06": "Nice, Cannes, Antibes, Grasse, Cagnes-sur-Mer, Le Cannet, Menton, Vallauris",
    "07": "Annonay, Aubenas, Guilherand-Granges, Tournon-sur-Rhône, Privas, Largentière",
    "08": "Charleville-Mézières, Sedan, Rethel, Revin, Givet, Vouziers",
    "09": "Pamiers, Foix, Saint-Girons, Lavelanet",
}


def town_key(town: str) -> str:
    """The same town however it is written: accents, hyphens, Saint or St, Cedex and its number."""
    folded = re.sub(r"\bcedex(?: \d+)?\b", " ", fold(town).replace(".", " "))
    folded = re.sub(r"\bst\b", "saint", folded)
    return re.sub(r"\bste\b", "sainte", " ".join(folded.split()))


def departments(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Town to department: the main towns and those that `pairs` of (town, postcode) prove.

    A town met in two departments proves nothing and gives an empty text.
    """
    known = {town_key(town): code for code, towns in _MAIN.items() for town in towns.split(",")}
    for town, postcode in pairs:
        key = town_key(town)
        if key and len(postcode) == 5 and postcode.isdigit():
            department = postcode[:2]
            known[key] = department if known.get(key, department) == department else ""
    return known
