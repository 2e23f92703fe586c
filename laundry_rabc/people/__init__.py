"""Who is authorised for which post of the laundry, until when, on what evidence."""
