"""What the laundry works with: machines, programmes, families, precautions, bins, limits."""
