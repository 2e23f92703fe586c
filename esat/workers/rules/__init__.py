"""What law, the règlement de fonctionnement and the house say of time, leave and delays, dated."""
