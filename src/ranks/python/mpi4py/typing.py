"""Types for annotations of programs that use mpi4py."""

from collections.abc import Sequence
from typing import Any, Protocol, SupportsIndex, TypeVar, Union

from ._mpi.buffer import BottomType, InPlaceType
from ._mpi.datatype import Datatype

__all__ = [
    "SupportsBuffer", "SupportsDLPack", "SupportsCAI", "Buffer", "Bottom", "InPlace", "Aint", "Count", "Displ", "Offset", "TypeSpec",
    "BufSpec", "BufSpecB", "BufSpecV", "BufSpecW", "TargetSpec", "S", "T", "U", "V",
]


class SupportsBuffer(Protocol):
    """An object with memory, by Python's buffer protocol."""

    def __buffer__(self, flags: int, /) -> memoryview:
        """The memory."""


class SupportsDLPack(Protocol):
    """An object with memory, by DLPack."""

    def __dlpack__(self, /, *, stream: Any = None) -> Any:
        """The memory, in a capsule."""

    def __dlpack_device__(self) -> tuple[int, int]:
        """Where the memory is."""


class SupportsCAI(Protocol):
    """An object with memory, by CUDA's array interface."""

    @property
    def __cuda_array_interface__(self) -> dict[str, Any]:
        """The memory."""


Buffer = Union[SupportsBuffer, SupportsDLPack, SupportsCAI]
Bottom = Union[BottomType, None]
InPlace = Union[InPlaceType, None]
Aint = SupportsIndex
Count = SupportsIndex
Displ = SupportsIndex
Offset = SupportsIndex
TypeSpec = Union[Datatype, str]
BufSpec = Union[
    Buffer, tuple[Buffer, Count], tuple[Buffer, TypeSpec], tuple[Buffer, Count, TypeSpec], tuple[Bottom, Count, Datatype], list[Any]]
BufSpecB = Union[Buffer, tuple[Buffer, Count], tuple[Buffer, TypeSpec], tuple[Buffer, Count, TypeSpec], list[Any]]
BufSpecV = Union[
    Buffer, tuple[Buffer, Sequence[Count]], tuple[Buffer, tuple[Sequence[Count], Sequence[Displ]]], tuple[Buffer, TypeSpec],
    tuple[Buffer, Sequence[Count], TypeSpec], tuple[Buffer, tuple[Sequence[Count], Sequence[Displ]], TypeSpec],
    tuple[Buffer, Sequence[Count], Sequence[Displ], TypeSpec], tuple[Bottom, tuple[Sequence[Count], Sequence[Displ]], Datatype],
    list[Any]]
BufSpecW = Union[
    tuple[Buffer, Sequence[Datatype]], tuple[Buffer, tuple[Sequence[Count], Sequence[Displ]], Sequence[Datatype]],
    tuple[Buffer, Sequence[Count], Sequence[Displ], Sequence[Datatype]],
    tuple[Bottom, tuple[Sequence[Count], Sequence[Displ]], Sequence[Datatype]], list[Any]]
TargetSpec = Union[Displ, tuple[()], tuple[Displ], tuple[Displ, Count], tuple[Displ, Count, TypeSpec], Sequence[Any]]
S = TypeVar("S")
T = TypeVar("T")
U = TypeVar("U")
V = TypeVar("V")
