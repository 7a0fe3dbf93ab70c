"""Maximum projective trees (Eisner 1996) with one word under the root."""

import numpy as np
from numba import njit


@njit(cache=True)
def project(score):
    """The heads of the best projective tree: score[h, d] for head h and dependent d, 0 the root; heads[0] is -1."""
    n = score.shape[0]
    # open_[d]: spans i..j with an arc between their ends; done[d]: with the head at one end.
    # d 1: the head is i; d 0: it is j.
    open_, done = np.full((2, n, n), -np.inf), np.full((2, n, n), -np.inf)
    open_at, done_at = np.zeros((2, n, n), np.int64), np.zeros((2, n, n), np.int64)
    for i in range(n):
        done[0, i, i] = done[1, i, i] = 0
    for width in range(1, n):
        for i in range(n - width):
            j = i + width
            best, at = -np.inf, i
            for k in range(i, j if i else 1):  # the root has no dependent before this one
                v = done[1, i, k] + done[0, k + 1, j]
                if v > best:
                    best, at = v, k
            open_[1, i, j], open_at[1, i, j] = best + score[i, j], at
            if i:
                open_[0, i, j], open_at[0, i, j] = best + score[j, i], at
                for k in range(i, j):
                    v = done[0, i, k] + open_[0, k, j]
                    if v > done[0, i, j]:
                        done[0, i, j], done_at[0, i, j] = v, k
            for k in range(i + 1, j + 1):
                v = open_[1, i, k] + done[1, k, j]
                if v > done[1, i, j]:
                    done[1, i, j], done_at[1, i, j] = v, k
    heads = np.full(n, -1, np.int64)
    todo = [(0, n - 1, 1, True)]
    while len(todo):
        i, j, d, whole = todo.pop()
        if i == j:
            continue
        if whole:
            k = done_at[d, i, j]
            if d:
                todo.append((i, k, 1, False))
                todo.append((k, j, 1, True))
            else:
                todo.append((i, k, 0, True))
                todo.append((k, j, 0, False))
        else:
            if d:
                heads[j] = i
            else:
                heads[i] = j
            k = open_at[d, i, j]
            todo.append((i, k, 1, True))
            todo.append((k + 1, j, 0, True))
    return heads
