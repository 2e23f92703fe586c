"""The kiosk of a workshop: each says by himself that he comes or goes, with his own picture."""
