"""Every family of what is held of a worker, and the columns that name one for somebody else."""

from typing import Final

from esat.activity.rights import held_papers, held_person, held_work

FAMILIES: Final = (*held_person.FAMILIES, *held_work.FAMILIES, *held_papers.FAMILIES)
NOT_ABOUT: Final = {
    "worker_contract.replaces_id": "whom somebody else replaces: it is that other one's contract",
}
"""Columns that name a worker in a row about somebody else, each with its reason."""
