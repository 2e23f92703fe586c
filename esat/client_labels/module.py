"""The declaration of this room."""

from esat.client_labels import models
from esat.client_labels.texts import SENTENCES
from esat.declarations import Module

__all__ = ["MODULE", "models"]

MODULE = Module(code="client_labels", label="Étiquettes des clients", texts=SENTENCES)
