"""Impact: from a cause and a period to lots, clients, kilograms; what is here, whom to warn."""
