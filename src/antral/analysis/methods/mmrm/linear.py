"""Linear algebra of many small matrices at once: a matrix that cannot be factored is said to be so, never raised.

Every product is one call a trial (`numpy.matmul`), every factor one call a matrix, so that a trial's bits do not depend
on the trials beside it.
"""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


def factor(matrices: Numbers) -> tuple[Numbers, Flags]:
    """Lower Cholesky factors of `[…, k, k]`, and which exist, `[…]`; the identity stands for one that does not."""
    try:
        return np.asarray(np.linalg.cholesky(matrices), dtype=np.float64), np.ones(matrices.shape[:-2], dtype=np.bool_)
    except np.linalg.LinAlgError:
        pass
    size = matrices.shape[-1]
    flat = matrices.reshape(-1, size, size)
    found, exists = np.empty_like(flat), np.ones(len(flat), dtype=bool)
    for place, matrix in enumerate(flat):
        try:
            found[place] = np.linalg.cholesky(matrix)
        except np.linalg.LinAlgError:
            found[place], exists[place] = np.eye(size), False
    return found.reshape(matrices.shape), exists.reshape(matrices.shape[:-2])


def inverse(lower: Numbers) -> Numbers:
    """Inverses of the matrices whose lower factors are given."""
    return outer_sum(np.asarray(np.linalg.inv(lower), dtype=np.float64))


def log_determinant(lower: Numbers) -> Numbers:
    """Of the matrices whose lower factors are given; `[…]`."""
    diagonal = np.log(np.diagonal(lower, axis1=-2, axis2=-1))
    total: Numbers = 2.0 * np.matmul(diagonal[..., np.newaxis, :], np.ones((lower.shape[-1], 1)))[..., 0, 0]
    return total


def outer_sum(matrix: Numbers) -> Numbers:
    """Transpose times itself, `[…, row, column]` to `[…, column, column]`."""
    total: Numbers = np.matmul(matrix.swapaxes(-1, -2), matrix)
    return total


def diagonal(flags: Flags) -> Numbers:
    """Diagonal matrices with 1 at each flag, `[…, k]` to `[…, k, k]`."""
    return flags[..., np.newaxis] * np.eye(flags.shape[-1])
