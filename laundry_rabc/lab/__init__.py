"""The laboratory: what was sampled where, what the laboratory found, and how it moves with time."""
