"""Running the house: outbox, backup, verification, retention; above what it looks after."""
