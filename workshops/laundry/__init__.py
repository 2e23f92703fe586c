"""The laundry: bags received dirty, handed over clean; it holds no word of RABC."""
