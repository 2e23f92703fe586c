"""The RABC home and the figures: the highest room, it reads all the others."""
