"""The other program of two_programs_ask.py: answers with a power of what it is asked."""
# run: -n 1 two_programs_ask.py 5 : -n 3 two_programs_answer.py
# needs: nothing of its own
from mpi4py import MPI

comm = MPI.COMM_WORLD
question = comm.recv(source=0)
comm.send(question**comm.rank, dest=0)
print(f"rank {comm.rank} was asked {question}, its program has number {comm.Get_attr(MPI.APPNUM)}")
