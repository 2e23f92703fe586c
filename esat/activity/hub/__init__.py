"""The way in to people's work: for each role the tiles of its own rights, with what waits."""
