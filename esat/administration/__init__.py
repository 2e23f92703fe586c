"""What the house decides for itself, dated and signed; it knows no rule of the trade."""
