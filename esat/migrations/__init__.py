"""One linear history of the schema, the same for both databases."""
