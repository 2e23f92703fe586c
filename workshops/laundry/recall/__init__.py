"""From any code: where the linen was washed, how, with whose, and where it may have gone."""
