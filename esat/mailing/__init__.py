"""Mails: a row written with the change, sent later, once for each state; it knows no order."""
