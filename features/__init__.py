"""What we know about this person, this workplace and this pair, on a date."""

import os

# Threads that spin while they wait made LightGBM (libgomp) and small matrix products (OpenBLAS) 20 to 50 times slower
# whenever both cores were busy. Read once, when the libraries are loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
