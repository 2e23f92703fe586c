"""The audit dossier of a period: what is missing first, one PDF, the data, and their hashes."""
