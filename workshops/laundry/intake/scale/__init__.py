"""The helper beside a scale: it reads its serial line and sends each stable load, once."""
