"""The house under load: several clients at once, on real databases."""
