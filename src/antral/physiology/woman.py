"""The whole woman: the parts' states and parameters under one name each."""

from typing import NamedTuple

from antral.physiology.amh import Amh, AmhParameters
from antral.physiology.endometrium import Endometrium, EndometriumParameters
from antral.physiology.follicle import FollicleParameters
from antral.physiology.fsh import Fsh, FshParameters
from antral.physiology.gnrh import Gnrh, GnrhParameters
from antral.physiology.inhibin import Inhibin, InhibinParameters
from antral.physiology.lh import Lh, LhParameters
from antral.physiology.luteal import CorpusLuteum, LutealParameters
from antral.physiology.pipeline import AntralPool, PipelineParameters
from antral.physiology.pregnancy import Pregnancy, PregnancyParameters, Trying
from antral.physiology.quality import QualityParameters
from antral.physiology.reserve import ReserveParameters
from antral.physiology.steroids import SteroidParameters, Steroids


class Parameters(NamedTuple):
    """All parameters of one woman, part by part; or of many, where each number is an array `[patient]`."""

    reserve: ReserveParameters
    pipeline: PipelineParameters
    quality: QualityParameters
    follicle: FollicleParameters
    luteal: LutealParameters
    steroids: SteroidParameters
    gnrh: GnrhParameters
    lh: LhParameters
    inhibin: InhibinParameters
    fsh: FshParameters
    amh: AmhParameters
    endometrium: EndometriumParameters
    pregnancy: PregnancyParameters


class Hormones(NamedTuple):
    """What changes within the day in one woman, her follicles apart."""

    antral: AntralPool
    corpus: CorpusLuteum
    steroids: Steroids
    gnrh: Gnrh
    lh: Lh
    inhibin: Inhibin
    fsh: Fsh
    amh: Amh
    endometrium: Endometrium
    trying: Trying
    pregnancy: Pregnancy


class Ports(NamedTuple):
    """Where therapy may act; the values in comments mean no treatment."""

    restored: float  # 0; share of the deficit of the own quality that is restored
    antral_survival: float  # 1; multiplier of survival into the antral pool
    activation: float  # 1; multiplier of the loss from the resting pool
