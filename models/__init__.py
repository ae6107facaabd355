"""From numbers to an order, and to a calibrated chance of lasting work."""

import os

# libgomp threads that spin while waiting made LightGBM 50 times slower when both cores were busy.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
