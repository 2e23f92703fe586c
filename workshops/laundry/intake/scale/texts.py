"""What the helper says of its line, by code; it runs without the house and brings its own words."""

TEXTS: dict[str, str] = {
    "scale_no_port": "Le port {port} n’existe pas. Branchez la balance. Nouvel essai bientôt.",
    "scale_port_closed": "Le port {port} est fermé à ce compte. Ajoutez-le au groupe dialout.",
    "scale_port_gone": "La balance s’est débranchée ({port}). Nouvel essai bientôt.",
}
