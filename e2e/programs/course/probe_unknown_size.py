"""Messages of unknown length: Probe tells the size before the buffer is made; a matched probe does so safely."""
# run: -n 2 probe_unknown_size.py
# run: -n 5 probe_unknown_size.py
# compare: in order
import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
rank, size = comm.rank, comm.size
status = MPI.Status()
if rank == 0:
    lengths = {}
    for _ in range(size - 1):
        comm.Probe(source=MPI.ANY_SOURCE, tag=11, status=status)
        buffer = np.empty(status.Get_count(MPI.DOUBLE))
        comm.Recv(buffer, source=status.Get_source(), tag=11)
        lengths[status.source] = (buffer.size, float(buffer.sum()))
    for source in sorted(lengths):
        print("rank", source, "sent", lengths[source][0], "numbers, sum", lengths[source][1])
    for source in range(1, size):
        message = comm.Mprobe(source=source, tag=12, status=status)
        text = bytearray(status.Get_count(MPI.BYTE))
        message.Recv([text, MPI.BYTE])
        print("rank", source, "says", text.decode())
    assert not comm.Iprobe(source=MPI.ANY_SOURCE, tag=MPI.ANY_TAG)
    print("nothing is left")
else:
    comm.Send(np.full(rank**3 + 1, 0.5), dest=0, tag=11)
    comm.Send([("word " * rank).strip().encode(), MPI.BYTE], dest=0, tag=12)
