"""The view of a file (MPI 4.1, 14.3): which of its bytes a rank sees, in which order, and how they are written down."""

from bisect import bisect_right

from .. import _native
from . import constants
from .exception import Exception

NATIVE = ("native", "internal")
EXTERNAL = "external32"


class View:
    """`disp` bytes are left out, then `filetype` repeats; its data counts in `etype`. Positions are numbers of elementary types."""

    __slots__ = ("datarep", "disp", "etype", "filetype", "size", "tile", "_data", "_lengths", "_offsets", "_starts")

    def __init__(self, disp, etype, filetype, datarep):
        self.disp, self.etype, self.filetype, self.datarep = disp, etype, filetype, datarep
        external = datarep == EXTERNAL
        #: Bytes of an elementary type in the file.
        self.size = _native.external_size(etype._handle, 1, EXTERNAL) if external else etype.Get_size()
        self._data = _native.external_size(filetype._handle, 1, EXTERNAL) if external else filetype.Get_size()
        if self.size == 0 or self._data % self.size:
            raise Exception(constants.ERR_ARG)
        if external:
            # In a portable file there are no gaps of this machine's: only a view without gaps is written in it.
            if filetype.Get_size() != filetype.Get_extent()[1] or filetype.Get_extent()[0] != 0:
                raise Exception(constants.ERR_UNSUPPORTED_DATAREP)
            runs, self.tile = (0, self._data), self._data
        else:
            runs, self.tile = _native.type_runs(filetype._handle), filetype.Get_extent()[1]
        self._offsets, self._lengths = runs[0::2], runs[1::2]
        starts, at = [], 0
        for length in self._lengths:
            starts.append(at)
            at += length
        self._starts = starts
        if any(offset < 0 for offset in self._offsets) or (self._data < self.tile and self.tile <= 0):
            raise Exception(constants.ERR_ARG)

    @property
    def whole(self):
        """Whether the view has no gaps."""
        return len(self._offsets) == 1 and self._offsets[0] == 0 and self._lengths[0] == self.tile

    def pieces(self, position, nbytes):
        """`(where in the file, bytes)` of the `nbytes` bytes of data from `position` on, in the view's order."""
        at = position * self.size
        if self.whole:
            if nbytes:
                yield self.disp + at, nbytes
            return
        tile, at = divmod(at, self._data)
        while nbytes > 0:
            run = bisect_right(self._starts, at) - 1
            while nbytes > 0 and run < len(self._offsets):
                within = at - self._starts[run]
                take = min(self._lengths[run] - within, nbytes)
                yield self.disp + tile * self.tile + self._offsets[run] + within, take
                at += take
                nbytes -= take
                run += 1
            tile, at = tile + 1, 0

    def byte(self, position):
        """Where in the file a position is (MPI 4.1, 14.4.3, MPI_File_get_byte_offset)."""
        return next(self.pieces(position, 1))[0]

    def positions(self, filesize):
        """Elementary types that the view shows of a file of so many bytes: where MPI.SEEK_END is."""
        rest = max(0, filesize - self.disp)
        if self.whole:
            return -(-rest // self.size)
        tiles, rest = divmod(rest, self.tile)
        inside = sum(min(length, max(0, rest - offset)) for offset, length in zip(self._offsets, self._lengths))
        return -(-(tiles * self._data + inside) // self.size)

    def extent(self, datatype):
        """A datatype's extent in the file (MPI 4.1, 14.5)."""
        if self.datarep == EXTERNAL:
            return _native.external_size(datatype._handle, 1, EXTERNAL)
        return datatype.Get_extent()[1]
