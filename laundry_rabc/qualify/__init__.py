"""Which programme is proved on which machine: reports, approvals, voids, unproved starts."""
