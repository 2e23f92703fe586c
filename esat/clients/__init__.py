"""Clients, their contacts and delivery sites; it knows no order."""
