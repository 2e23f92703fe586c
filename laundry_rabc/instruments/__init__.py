"""What measures in the laundry: instruments, their readings, and how far they may be believed."""
