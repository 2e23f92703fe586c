"""Which programme is proved on which machine: reports, approvals, voids, and starts without proof."""
