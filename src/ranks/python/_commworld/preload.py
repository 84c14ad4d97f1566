"""What every rank would import first: done once, before the memory snapshot is made."""

import array
import ctypes
import decimal
import gc
import json
import linecache
import opcode
import pickle
import random
import runpy
import struct
import traceback

import numpy
import numpy.fft
import numpy.linalg
import numpy.random

import mpi4py
import mpi4py._mpi

from _commworld import launch

# What the imports left behind would be copied into every rank.
linecache.clearcache()
gc.collect()
