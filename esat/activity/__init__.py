"""What people do with their hours: allocations, outputs, statements, skills; orders are below."""
