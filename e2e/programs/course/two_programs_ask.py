"""Two programs in one world: this one asks, two_programs_answer.py answers."""
# run: -n 1 two_programs_ask.py 5 : -n 3 two_programs_answer.py
# needs: two_programs_answer.py
import sys

from mpi4py import MPI

comm = MPI.COMM_WORLD
for other in range(1, comm.size):
    comm.send(int(sys.argv[1]), dest=other)
print("answers", [comm.recv(source=other) for other in range(1, comm.size)], "my number", MPI.COMM_WORLD.Get_attr(MPI.APPNUM))
