"""What a client may read of the hygiene of his delivery: only what the data support."""
