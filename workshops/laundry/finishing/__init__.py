"""After the wash: drying, ironing, folding, quality, rewash, waiting times."""
