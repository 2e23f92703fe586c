"""The web edge of accounts: sign-in, one's own account, administration; rules stand above it."""
