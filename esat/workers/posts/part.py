"""What the room of posts declares: posts, who may be where, their pages."""

from esat.declarations import Module
from esat.workers.posts import authorisation_pages, models, pages, posts, rights, texts

__all__ = ["PART", "models"]

PART = Module(
    code="workers.posts",
    label="Postes",
    blueprints=(pages.blueprint, authorisation_pages.blueprint),
    capabilities=rights.CAPABILITIES,
    install=posts.install,
    texts=texts.SENTENCES,
)
