"""What the house has decided, dated: which rules are on, how long a proof counts, when to warn."""
