"""Green spaces: visits to gardens and grounds, from the week's plan to the supervisor's yes."""
