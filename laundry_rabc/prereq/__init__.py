"""Prerequisites: chemicals and their pumps, cleaning, pests, trolleys, hygiene, maintenance."""
