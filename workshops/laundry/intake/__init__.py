"""What comes in: weights, what was announced, anomalies, found objects, precautions."""
