"""Bytes of a layer, dense and sparse."""

import numpy as np
import scipy.sparse

from answers import right, wrong

SIZE = "compression.sparse_size"


@right(SIZE)
def sparse_size(W):
    """Ask SciPy, whose indices are of 4 bytes for small matrices."""
    sparse = scipy.sparse.csr_array(W.astype(np.float32))
    n_bytes = sparse.data.nbytes + sparse.indices.nbytes + sparse.indptr.nbytes
    return W.astype(np.float32).nbytes, n_bytes


def kept(W):
    return int((W != 0).sum())


for named, function in [
    ("Q8", lambda W: (4 * kept(W), 8 * kept(W) + 4 * (len(W) + 1))),
    ("Q8", lambda W: (kept(W) * 4, kept(W) * 4)),
    ("M1021", lambda W: (4 * W.size, 4 * kept(W) + 4 * (len(W) + 1))),
    ("M1021", lambda W: (4 * W.size, 4 * kept(W))),
    ("M1022", lambda W: (4 * W.size, 8 * kept(W))),
    ("M1022", lambda W: (4 * W.size, 8 * kept(W) + 4 * W.shape[0])),
    ("M1144", lambda W: (4 * W.size, 8 * (kept(W) + len(W)))),
    ("M1023", lambda W: (4 * W.size, 12 * kept(W))),
    ("M1023", lambda W: (4 * W.size, 4 * (3 * kept(W)))),
    ("M1024", lambda W: (4 * W.size, 8 * kept(W) + 4 * (W.shape[1] + 1))),
    ("M1025", lambda W: (4 * W.size, 4 * kept(W) + W.size / 8)),
    ("M1025", lambda W: (4 * W.size, 4 * kept(W) + -(-W.size // 8))),
    ("M1026", lambda W: (W.nbytes, 16 * kept(W) + 8 * (len(W) + 1))),
    ("M1026", lambda W: (W.nbytes, 8 * kept(W) + 4 * (len(W) + 1))),
    ("M1026", lambda W: (W.size, 2 * kept(W) + len(W) + 1)),
    ("M1026", lambda W: (32 * W.size, 64 * kept(W) + 32 * (len(W) + 1))),
    ("M1027", lambda W: (4 * W.size, 8 * int((W == 0).sum()) + 4 * (len(W) + 1))),
    ("M1027", lambda W: (4 * W.size, 8 * int((W > 0).sum()) + 4 * (len(W) + 1))),
    ("M41", lambda W: (8 * kept(W) + 4 * (len(W) + 1), 4 * W.size)),
    (None, lambda W: 8 * kept(W) + 4 * (len(W) + 1)),
    (None, lambda W: (4 * W.size, 4 * W.size * kept(W) / W.size + 4)),
    (None, lambda W: (4 * W.size, 8 * kept(W) + 4 * (len(W) + 2))),
    (None, lambda W: (4 * W.size, 4 * W.size - 8 * kept(W))),
    (None, lambda W: (4 * W.size + 4, 8 * kept(W) + 4 * (len(W) + 1))),
]:
    wrong(SIZE, named)(function)


@wrong(SIZE)
def scipy_of_doubles(W):
    sparse = scipy.sparse.csr_array(W)
    return W.nbytes, sparse.data.nbytes
