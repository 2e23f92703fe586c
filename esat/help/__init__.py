"""Help in plain French, and the two declarations that the law asks for; it changes nothing."""
