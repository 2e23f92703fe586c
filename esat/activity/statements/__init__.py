"""The monthly statement of a worker: hours only, validated twice, closed, kept in versions."""
