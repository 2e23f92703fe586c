"""Controlled documents, the RABC team, audits, management reviews, findings and actions."""
