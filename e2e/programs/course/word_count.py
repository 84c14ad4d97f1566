"""Counting words: lines are scattered, dictionaries of counts are gathered and merged."""
# run: -n 1 word_count.py
# run: -n 3 word_count.py
# run: -n 7 word_count.py
# compare: in order
from collections import Counter

from mpi4py import MPI

TEXT = """
the rank that sends and the rank that receives
must agree on the tag or on any tag
a message that nobody receives waits in the queue
and the queue of unexpected messages is not without end
the barrier is passed by none before it is reached by all
""".strip().splitlines()

comm = MPI.COMM_WORLD
rank, size = comm.Get_rank(), comm.Get_size()
lines = comm.scatter([TEXT[r::size] for r in range(size)] if rank == 0 else None, root=0)
mine = Counter(word for line in lines for word in line.split())
by_rank = comm.gather(dict(mine), root=0)
merged = comm.allreduce(mine, op=MPI.SUM)
if rank == 0:
    total = Counter()
    for counts in by_rank:
        total.update(counts)
    assert total == merged
    print("words by rank", [sum(counts.values()) for counts in by_rank])
    for word, count in sorted(total.items(), key=lambda item: (-item[1], item[0]))[:8]:
        print(f"{word:<10}{count}")
