"""The Message Passing Interface, as mpi4py 4.1 spells it. Importing this module starts MPI."""

from ._mpi import datatype as _datatype, environment as _environment, op as _op
from ._mpi.buffer import (
    BOTTOM, BUFFER_AUTOMATIC, IN_PLACE, BottomType, BufferAutomaticType, InPlaceType, buffer)
from ._mpi.attributes import registry as _keyval_registry
from ._mpi.capi import capsules as __pyx_capi__
from ._mpi.comm import COMM_NULL, Comm
from ._mpi.constants import *
from ._mpi.datatype import Datatype, _typealign, _typecode
from ._mpi.datatype_decode import _datatype_create, _datatype_decode
from ._mpi.environment import *
from ._mpi.environment import Flush_buffer, Get_abi_fortran_info, Get_abi_info, Get_hw_resource_info, Iflush_buffer, Register_datarep
from ._mpi.errhandler import ERRHANDLER_NULL, ERRORS_ABORT, ERRORS_ARE_FATAL, ERRORS_RETURN, Errhandler
from ._mpi.exception import (
    Add_error_class, Add_error_code, Add_error_string, Exception, Get_error_class, Get_error_string, Remove_error_class,
    Remove_error_code, Remove_error_string)
from ._mpi.file import FILE_NULL, File
from ._mpi.generalized import Grequest
from ._mpi.group import GROUP_EMPTY, GROUP_NULL, Group
from ._mpi.info import INFO_ENV, INFO_NULL, Info
from ._mpi.intercomm import Intercomm
from ._mpi.intracomm import COMM_SELF, COMM_WORLD, Intracomm, Topocomm
from ._mpi.matched import MESSAGE_NO_PROC, MESSAGE_NULL, Message
from ._mpi.op import Op
from ._mpi.persistent import Prequest
from ._mpi.pickle import Pickle, pickle
from ._mpi.ports import Close_port, Lookup_name, Open_port, Publish_name, Unpublish_name
from ._mpi.private import _commctx_inter, _commctx_intra
from ._mpi.request import REQUEST_NULL, Request
from ._mpi.session import SESSION_NULL, Session
from ._mpi.status import Status
from ._mpi.topology import Cartcomm, Distgraphcomm, Graphcomm
from ._mpi.win import WIN_NULL, Win

memory = buffer
_typedict, _typedict_c, _typedict_f = _datatype.typedict, _datatype.typedict_c, _datatype.typedict_f
globals().update(_datatype.types)
globals().update(_op.ops)

_environment.start()
del start, _datatype, _environment, _op
