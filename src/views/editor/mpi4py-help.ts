/// Completion and hover for mpi4py's names: what each call does in a sentence. Names and signatures after mpi4py 4.1's documentation.

import { monaco } from './monaco';

interface Help {
  readonly name: string;
  readonly signature: string;
  readonly text: string;
}

const help = (name: string, signature: string, text: string): Help => ({ name, signature, text });

const COMM: readonly Help[] = [
  help('Get_rank', 'comm.Get_rank() -> int', 'This process’s number in the communicator, from 0 to size − 1.'),
  help('Get_size', 'comm.Get_size() -> int', 'The number of processes in the communicator.'),
  help('Send', 'comm.Send(buf, dest, tag=0)', 'Sends an array. Returns when the array may be changed again: at once for a small message, when the receiver has come for a large one.'),
  help('Recv', 'comm.Recv(buf, source=ANY_SOURCE, tag=ANY_TAG, status=None)', 'Receives into an array that must be there already and be large enough. Waits for the message.'),
  help('send', 'comm.send(obj, dest, tag=0)', 'Sends any Python object, pickled.'),
  help('recv', 'comm.recv(buf=None, source=ANY_SOURCE, tag=ANY_TAG, status=None)', 'Waits for an object and returns it.'),
  help('Ssend', 'comm.Ssend(buf, dest, tag=0)', 'As Send, but always waits until the receiver has begun to receive.'),
  help('Sendrecv', 'comm.Sendrecv(sendbuf, dest, sendtag=0, recvbuf=None, source=ANY_SOURCE, recvtag=ANY_TAG)', 'Sends and receives at once, without deadlock.'),
  help('sendrecv', 'comm.sendrecv(sendobj, dest, sendtag=0, source=ANY_SOURCE, recvtag=ANY_TAG)', 'Sends an object and returns the one received, without deadlock.'),
  help('Isend', 'comm.Isend(buf, dest, tag=0) -> Request', 'Starts a send and returns; leave the array alone until the request is complete.'),
  help('Irecv', 'comm.Irecv(buf, source=ANY_SOURCE, tag=ANY_TAG) -> Request', 'Starts a receive and returns; the array is filled when the request is complete.'),
  help('isend', 'comm.isend(obj, dest, tag=0) -> Request', 'Starts the send of an object and returns.'),
  help('irecv', 'comm.irecv(buf=None, source=ANY_SOURCE, tag=ANY_TAG) -> Request', 'Starts the receive of an object; wait() of the request returns it.'),
  help('Probe', 'comm.Probe(source=ANY_SOURCE, tag=ANY_TAG, status=None)', 'Waits until a message is there and tells about it without receiving it.'),
  help('Barrier', 'comm.Barrier()', 'Waits until all processes of the communicator have come here.'),
  help('Bcast', 'comm.Bcast(buf, root=0)', 'The array of root goes to all. All processes call it.'),
  help('bcast', 'comm.bcast(obj, root=0)', 'Returns root’s object on every process. All processes call it.'),
  help('Scatter', 'comm.Scatter(sendbuf, recvbuf, root=0)', 'Each process gets its equal part of root’s array.'),
  help('scatter', 'comm.scatter(sendobj, root=0)', 'Each process gets its element of root’s list.'),
  help('Gather', 'comm.Gather(sendbuf, recvbuf, root=0)', 'Everyone’s array is put together at root, in the order of ranks.'),
  help('gather', 'comm.gather(sendobj, root=0)', 'Returns the list of everyone’s objects at root, None elsewhere.'),
  help('Allgather', 'comm.Allgather(sendbuf, recvbuf)', 'As Gather, and everyone has the result.'),
  help('allgather', 'comm.allgather(sendobj)', 'As gather, and everyone has the list.'),
  help('Alltoall', 'comm.Alltoall(sendbuf, recvbuf)', 'Part i of everyone’s array goes to process i.'),
  help('alltoall', 'comm.alltoall(sendobj)', 'Element i of everyone’s list goes to process i.'),
  help('Reduce', 'comm.Reduce(sendbuf, recvbuf, op=SUM, root=0)', 'Combines everyone’s arrays element by element; root has the result.'),
  help('reduce', 'comm.reduce(sendobj, op=SUM, root=0)', 'Combines everyone’s objects; returns the result at root, None elsewhere.'),
  help('Allreduce', 'comm.Allreduce(sendbuf, recvbuf, op=SUM)', 'As Reduce, and everyone has the result.'),
  help('allreduce', 'comm.allreduce(sendobj, op=SUM)', 'As reduce, and everyone has the result.'),
  help('Scan', 'comm.Scan(sendbuf, recvbuf, op=SUM)', 'Process i gets the combination of the arrays of processes 0 to i.'),
  help('Split', 'comm.Split(color=0, key=0) -> Comm', 'Parts the communicator: processes of one colour get one of their own.'),
  help('Dup', 'comm.Dup() -> Comm', 'A communicator of the same processes whose messages never meet this one’s.'),
  help('Abort', 'comm.Abort(errorcode=0)', 'Ends all processes.'),
];

const MPI: readonly Help[] = [
  help('COMM_WORLD', 'MPI.COMM_WORLD', 'The communicator of all processes of this run.'),
  help('ANY_SOURCE', 'MPI.ANY_SOURCE', 'Receives from whoever comes first.'),
  help('ANY_TAG', 'MPI.ANY_TAG', 'Receives whatever the tag.'),
  help('PROC_NULL', 'MPI.PROC_NULL', 'No process: a send or receive with it does nothing.'),
  help('IN_PLACE', 'MPI.IN_PLACE', 'The data is taken from the receive buffer.'),
  help('Status', 'MPI.Status()', 'Holds source, tag and size of a received message.'),
  help('Request', 'MPI.Request', 'A send or receive under way; Wait, Test, Waitall.'),
  help('Wtime', 'MPI.Wtime() -> float', 'Seconds since some time in the past: the difference of two is a duration.'),
  help('Get_processor_name', 'MPI.Get_processor_name() -> str', 'The name of the node this process runs on.'),
  help('SUM', 'MPI.SUM', 'Adds, element by element.'),
  help('PROD', 'MPI.PROD', 'Multiplies, element by element.'),
  help('MAX', 'MPI.MAX', 'The largest, element by element.'),
  help('MIN', 'MPI.MIN', 'The smallest, element by element.'),
  help('MAXLOC', 'MPI.MAXLOC', 'The largest, and where it is.'),
  help('MINLOC', 'MPI.MINLOC', 'The smallest, and where it is.'),
];

const BY_NAME = new Map([...COMM, ...MPI].map((each) => [each.name, each]));

monaco.languages.registerCompletionItemProvider('python', {
  triggerCharacters: ['.'],
  provideCompletionItems: (model, position) => {
    const before = model.getValueInRange(new monaco.Range(position.lineNumber, 1, position.lineNumber, position.column));
    const owner = /([A-Za-z_]\w*)\.\w*$/.exec(before)?.[1];
    if (owner === undefined || !/\bmpi4py\b/.test(model.getValue())) return { suggestions: [] };
    const list = owner === 'MPI' ? MPI : /comm/i.test(owner) ? COMM : [];
    const word = model.getWordUntilPosition(position);
    const range = new monaco.Range(position.lineNumber, word.startColumn, position.lineNumber, word.endColumn);
    return {
      suggestions: list.map(({ name, signature, text }, index) => ({
        label: name, kind: signature.includes('(') ? monaco.languages.CompletionItemKind.Method : monaco.languages.CompletionItemKind.Constant,
        insertText: name, detail: signature, documentation: text, range, sortText: String(index).padStart(3, '0'),
      })),
    };
  },
});

monaco.languages.registerHoverProvider('python', {
  provideHover: (model, position) => {
    const word = model.getWordAtPosition(position);
    const found = word === null ? undefined : BY_NAME.get(word.word);
    if (word === null || found === undefined) return null;
    const before = model.getValueInRange(new monaco.Range(position.lineNumber, 1, position.lineNumber, word.startColumn));
    if (!before.endsWith('.')) return null;
    return { contents: [{ value: `\`\`\`python\n${found.signature}\n\`\`\`` }, { value: found.text }] };
  },
});
