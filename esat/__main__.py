"""`python -m esat` is the command `esat`."""

from esat.cli import main

main()
