"""The control plan: hazards, flow, checkpoints in versions that a second person approves."""
