"""What the room of posts declares below the orders; its pages stand where they need more."""

from esat.declarations import Module
from esat.workers.posts import models, posts, texts

__all__ = ["PART", "models"]

PART = Module(code="workers.posts", label="Postes", install=posts.install, texts=texts.SENTENCES)
