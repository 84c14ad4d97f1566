"""What the runner needs inside the interpreter. Not part of mpi4py and not for programs."""
