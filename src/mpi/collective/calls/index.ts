/// Every collective as a `CollectiveCall`, for `Communicator.perform`, `start` and `prepare`.
export { allgatherBlocks, allgatherBytes, allgatherv, alltoallBlocks, alltoallBytes, alltoallv, alltoallw, barrierOf } from './all';
export { neighborAllgather, neighborAllgatherBytes, neighborAllgatherv, neighborAlltoall, neighborAlltoallBytes, neighborAlltoallv, neighborAlltoallw } from './neighbors';
export { allreduceBlocks, allreduceObject, reduceBlocks, reduceObject, reduceScatterOf, scanBlocks, scanObject } from './reductions';
export { bcast, bcastBytes, gatherBlocks, gatherBytes, gatherv, scatterBlocks, scatterBytes, scatterv } from './rooted';
