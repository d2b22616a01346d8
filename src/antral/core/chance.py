"""Chance as a function: the reference form, in NumPy, of antral's random hash.

Every draw is Philox4x32-10 of (study seed, trial number) as the key and (patient, purpose, ordinal, 0) as the
counter. There is no generator to pass on, so a draw depends neither on the batch, the thread nor the order in which
women are simulated, and a woman has the same luck in every arm. The compiled form is in `antral.kernel`; a test holds
the two equal.

Sources
-------
Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3" (SC'11), and the known answers of
Random123.
"""

from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

POPULATION_TRIAL: Final = 0
"""Trial number under which candidates are drawn; replicate trials are 1, 2, …"""

DIAGNOSIS_TRIAL: Final = 2**32 - 1
"""Trial number of the life of a woman up to a diagnosis that lies years back."""


class Purpose(IntEnum):
    """What a draw is for. One table for the whole program; a number is never used twice.

    The ordinal that goes with each purpose is named in its comment.
    """

    RECRUIT = 1  # her n-th recruited follicle
    QUALITY = 2  # day of her simulated life
    LUTEAL = 3  # her n-th corpus luteum
    CONCEPTION = 4  # her n-th ovulation: words 0 conceives, 1 miscarries, 2 length
    TABLET = 5  # day of her simulated life: was the tablet taken
    EXPOSURE = 6  # 0 estradiol, 1 progestogen: how much of it reaches her blood
    SELF_TEST = 9  # tests of the hash

    TRAITS = 10  # 0 age, 1 follicles, 2 own quality, …: see population
    PARAMETER = 11  # number of the draw, as the parameter's record states it
    CONDITION = 12  # part × 1024 + position of the criterion in the protocol
    AETIOLOGY = 13  # 0: which aetiology she has

    ASSAY = 20  # visit × 32 + analyte
    SCAN = 21  # visit × 32 + analyte
    DIARY = 22  # day + 1

    ENROL = 30  # place in the bank
    ALLOCATE = 31  # block × 1024 + place; the stratum stands for the patient
    VISIT = 32  # visit
    DISCONTINUE = 33  # cause
    ADVERSE_EVENT = 34  # (kind, n-th)
    ENROLMENT_DAY = 35  # participant
    TRYING = 36  # 0: whether she tries to conceive
    RESCUE = 37  # 0 hormones of her own, 1 fertility treatment
    UNBLIND = 38  # n-th occasion
    CAUSE = 39  # 0: why she leaves

    EFFECT = 40  # parameter of the effect, one draw a trial
    RESPONDER = 41  # one draw a woman and trial

    PERMUTATION = 50  # n-th random allocation of a randomisation test
    BOOTSTRAP = 51  # n-th resample; the arm stands for the patient
    IMPUTE_VALUE = 55  # (imputation × rounds + round) × visits + visit
    IMPUTE_MODEL = 56  # as IMPUTE_VALUE, × numbers of a visit's model; the arm stands for the patient

    TOLERANCE = 54  # 0: the dose up to which the n-th woman of a dose-finding trial has no limiting toxicity

    CALIBRATION = 60  # number fitted, or target; the step stands for the trial, the member for the patient

    DESIGN = 70  # a woman of a simulated fixed design: 0 words entry, event, leaving; 1 her value

    STUDIES = 80  # n-th random exchange of moderators between studies; the study stands for the patient
    PARTICLE = 81  # coordinate; 4096 resampling, 4097 acceptance, 8192 luck of a study; trial: the evaluation


_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint32(0x9E3779B9), np.uint32(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)


def philox(
    key0: ArrayLike, key1: ArrayLike, c0: ArrayLike, c1: ArrayLike, c2: ArrayLike, c3: ArrayLike = 0
) -> NDArray[np.uint32]:
    """Philox4x32-10 of broadcastable keys and counters.

    Returns
    -------
    `[…, 4]` unsigned 32-bit words.
    """
    arrays = np.broadcast_arrays(*(np.asarray(a, dtype=np.uint32) for a in (key0, key1, c0, c1, c2, c3)))
    k0, k1, x0, x1, x2, x3 = (np.array(a) for a in arrays)
    with np.errstate(over="ignore"):
        for _ in range(10):
            p0, p1 = x0.astype(np.uint64) * _M0, x2.astype(np.uint64) * _M1
            x0, x1, x2, x3 = (
                ((p1 >> _SHIFT).astype(np.uint32) ^ x1 ^ k0),
                (p1 & _LOW).astype(np.uint32),
                ((p0 >> _SHIFT).astype(np.uint32) ^ x3 ^ k1),
                (p0 & _LOW).astype(np.uint32),
            )
            k0, k1 = k0 + _W0, k1 + _W1
    return np.stack([x0, x1, x2, x3], axis=-1)


def uniforms(
    seed: ArrayLike, trial: ArrayLike, patient: ArrayLike, purpose: int, ordinal: ArrayLike
) -> NDArray[np.float64]:
    """Four independent uniform numbers in the open interval (0, 1) for each combination.

    Returns
    -------
    `[…, 4]`, the broadcast shape of the arguments and four.
    """
    return (philox(seed, trial, patient, int(purpose), ordinal).astype(np.float64) + 0.5) * 2.0**-32


def uniform(
    seed: ArrayLike, trial: ArrayLike, patient: ArrayLike, purpose: int, ordinal: ArrayLike
) -> NDArray[np.float64]:
    """One uniform number in (0, 1) for each combination, the first of `uniforms`."""
    first: NDArray[np.float64] = uniforms(seed, trial, patient, purpose, ordinal)[..., 0]
    return first


def exponential(
    seed: ArrayLike, trial: ArrayLike, patient: ArrayLike, purpose: int, ordinal: ArrayLike
) -> NDArray[np.float64]:
    """One exponential number of mean 1 for each combination."""
    result: NDArray[np.float64] = -np.log(uniform(seed, trial, patient, purpose, ordinal))
    return result


def normal(
    seed: ArrayLike, trial: ArrayLike, patient: ArrayLike, purpose: int, ordinal: ArrayLike
) -> NDArray[np.float64]:
    """One standard normal number for each combination (Box and Muller, words 0 and 1)."""
    u = uniforms(seed, trial, patient, purpose, ordinal)
    result: NDArray[np.float64] = np.sqrt(-2.0 * np.log(u[..., 0])) * np.cos(2.0 * np.pi * u[..., 1])
    return result
