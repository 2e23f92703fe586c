"""Today's checks: what is due, who did it, who validated it, what was missed and stays counted."""
