"""Two groups of ranks that talk through an intercommunicator: askers and answerers; then they merge."""
# run: -n 2 two_groups.py
# run: -n 5 two_groups.py
from mpi4py import MPI

world = MPI.COMM_WORLD
answers = world.rank >= world.size // 2
group = world.Split(color=int(answers), key=world.rank)
between = group.Create_intercomm(0, world, world.size // 2 if not answers else 0, tag=99)
print(f"world rank {world.rank}: {'answers' if answers else 'asks'}, {between.rank} of {between.size} here, {between.remote_size} on the other side")
if not answers:
    for other in range(between.remote_size):
        between.send((world.rank, other), dest=other, tag=5)
    replies = [between.recv(source=other, tag=6) for other in range(between.remote_size)]
    print(f"world rank {world.rank}: got {replies}")
else:
    status = MPI.Status()
    for _ in range(between.remote_size):
        who, me = between.recv(source=MPI.ANY_SOURCE, tag=5, status=status)
        between.send(who * 100 + me, dest=status.Get_source(), tag=6)
total = between.allreduce(world.rank)
everyone = between.Merge(high=answers)
print(f"world rank {world.rank}: the other side's ranks sum to {total}, rank {everyone.rank} when merged")
for comm in (everyone, between, group):
    comm.Free()
