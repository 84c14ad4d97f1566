import random

import numpy as np
from mpi4py import MPI

print(MPI.COMM_WORLD.Get_rank(), np.random.random(), np.random.default_rng().random(), random.random())
