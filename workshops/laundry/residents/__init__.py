"""The linen of residents: a register of garments, their marking, their passages."""
