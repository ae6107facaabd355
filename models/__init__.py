"""From numbers to an order, and to a calibrated chance of lasting work."""
