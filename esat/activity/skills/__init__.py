"""What workers learn and can show: job sheets, skills, training, and the extract of their year."""
