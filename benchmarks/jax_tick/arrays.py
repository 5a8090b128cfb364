"""How are rows of an array read and replaced without writing into it?

Places are known before anything is compiled: whole numbers, slices or arrays of different places.
A run of rows is cut out, changed and laid back, which the compiler may do in place.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import Array, lax

Rows = Any  # a place, a slice of places or an array of different places


def at(array: Array, rows: Rows, axis: int = 0) -> Array:
    """The rows of an array; a single place loses its axis."""
    if isinstance(rows, slice):
        return lax.slice_in_dim(array, rows.start or 0, _stop(array, rows, axis), axis=axis)
    places = np.asarray(rows)
    if places.ndim == 0:
        return lax.index_in_dim(array, int(places), axis=axis, keepdims=False)
    if places.ndim == 1 and _side_by_side(places):
        return lax.slice_in_dim(array, int(places[0]), int(places[-1]) + 1, axis=axis)
    return jnp.take(array, places, axis=axis, mode="clip")


def put(array: Array, rows: Rows, values: Any) -> Array:
    """The array with other values in these rows."""
    if isinstance(rows, slice):
        places = np.arange(rows.start or 0, _stop(array, rows, 0))
    else:
        places = np.atleast_1d(np.asarray(rows))
    shape = (places.size, *array.shape[1:])
    fresh = jnp.broadcast_to(jnp.asarray(values, array.dtype), shape)
    first, last = int(places.min()), int(places.max()) + 1
    if not _side_by_side(places):
        source = np.zeros(last - first, np.int64)
        source[places - first] = np.arange(places.size)
        touched = np.isin(np.arange(first, last), places)
        touched = touched.reshape(-1, *[1] * (array.ndim - 1))
        block = lax.slice_in_dim(array, first, last)
        fresh = jnp.where(touched, jnp.take(fresh, source, axis=0, mode="clip"), block)
    if fresh.shape == array.shape:
        return fresh
    return lax.dynamic_update_slice_in_dim(array, fresh, first, axis=0)


def add(array: Array, rows: Rows, more: Any) -> Array:
    """The array with something added to these rows."""
    return put(array, rows, at(array, rows) + more)


def at_pairs(array: Array, first: Any, second: Any) -> Array:
    """The rows of an array with two axes before the worlds, by a place on each."""
    return at(_flat(array), _pairs(array, first, second).reshape(-1)).reshape(
        *_pairs(array, first, second).shape, array.shape[-1]
    )


def put_pairs(array: Array, first: Any, second: Any, values: Any) -> Array:
    """The same array with other values there."""
    places = _pairs(array, first, second)
    fresh = jnp.broadcast_to(values, (*places.shape, array.shape[-1]))
    fresh = fresh.reshape(-1, array.shape[-1])
    return put(_flat(array), places.reshape(-1), fresh).reshape(array.shape)


def add_pairs(array: Array, first: Any, second: Any, more: Any) -> Array:
    """The same array with something added there."""
    return put_pairs(array, first, second, at_pairs(array, first, second) + more)


def _flat(array: Array) -> Array:
    return array.reshape(-1, array.shape[-1])


def _pairs(array: Array, first: Any, second: Any) -> np.ndarray:
    return np.asarray(first) * array.shape[1] + np.asarray(second)


def _side_by_side(places: np.ndarray) -> bool:
    return bool((np.diff(places) == 1).all())


def _stop(array: Array, rows: slice, axis: int) -> int:
    return int(array.shape[axis]) if rows.stop is None else int(rows.stop)
