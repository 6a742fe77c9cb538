"""The state address register (ГАР, formerly ФИАС) of a region brought into the territory tree."""

from otklik.registry.gar.loading import GarReport, load_part
from otklik.registry.gar.numbers import normal_house
from otklik.registry.gar.refusal import GarError
from otklik.registry.gar.region import Part, Progress, read_part

__all__ = ["GarError", "GarReport", "Part", "Progress", "load_part", "normal_house", "read_part"]
