"""The central model: orders, items, lots, holds, the journal, captures; it knows no workshop."""
