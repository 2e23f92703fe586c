"""What was found at a checkpoint and how it was judged: kept once, never changed."""
