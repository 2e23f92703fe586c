"""Risk analysis and biocontamination control: above the laundry, which does not know it."""
