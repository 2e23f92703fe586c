"""Weekly time templates with dates of validity, and which worker keeps which, since when."""
