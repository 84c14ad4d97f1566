/// Links as they were given out, one or more per format. They are never changed: what was once shared must open for ever.

import type { RunSettings } from '../../mpiexec/launcher';

export interface Sample {
  readonly made: string;
  readonly fragment: string;
  readonly name: string;
  readonly command: string;
  readonly files: Readonly<Record<string, string>>;
  readonly settings: RunSettings;
  readonly lesson: string | null;
}

export const SAMPLES: readonly Sample[] = [
  {
    made: 'format 1, one file and default settings',
    fragment: 'v1.TYqxCsIwEEB_5bipgZpFXQpOCioYKi4OTSmlRBpsLkeMQxT_3WYRt8d7742EFR7MNHkscZi55_AkWBCsgVMcPS1hzFlymo8bVk2D_yJ4B47tihNYxz5EUOejpsE7B5vMclsr1V3ry2mniYOlWOQo9yZ2oad7IUr4iYd9mUIITdi2ny8',
    name: 'Hello',
    command: 'aprun -n 5 python3 hello.py',
    files: { 'hello.py': 'from mpi4py import MPI\ncomm = MPI.COMM_WORLD\nprint(comm.Get_rank(), comm.Get_size())\n' },
    settings: { eagerLimit: 4096, buffering: 'line' },
    lesson: null,
  },
  {
    made: 'format 1, everything set',
    fragment: 'v1.FY7BCYNAFERbWeaUwGoSPQRsIJd0oB42-jUL8busqyhiLekiDdhYvoeBmeExzApGhofff_uXoFFJ6pylmSoVsUqUW8K751RFozKxW9RNJYI1yPIcRyHBdq73QQ3LULDzlsNJbGx8O50LRqlz1CaYi-U4zEH4-9GWGgOyFWRa8k_b2YDsqvEam4Zko5Uf3DNh0_iIv6bRQFxHRuSpmrD9AQ',
    name: 'Größe',
    command: 'mpiexec -n 2 python3 -u a.py 1 2',
    files: { 'a.py': 'import sys\nprint(sys.argv)\n', 'data/in.txt': '7\n' },
    settings: { eagerLimit: 0, buffering: 'none' },
    lesson: '03-send-and-recv',
  },
];
