"""What the laundry's own acts say of the plan: each wash, each wait, each breach, judged."""
