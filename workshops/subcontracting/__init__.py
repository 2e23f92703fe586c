"""Subcontracting: clients' components worked in batches, from their arrival to the shipment."""
