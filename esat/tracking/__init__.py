"""The client's page: a link for each recipient, revocable and over in time; it changes no order."""
