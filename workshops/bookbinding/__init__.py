"""Bookbinding: registers and books, each volume alone, from the deposit to the return."""
