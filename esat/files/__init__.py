"""Photographs and attachments: content-addressed, checked on entry, rights on every read."""
