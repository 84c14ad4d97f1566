"""`python -m mpi4py prog.py args`."""

from .run import main

if __name__ == "__main__":
    main()
