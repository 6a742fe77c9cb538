"""The state address register (ГАР, formerly ФИАС) of a region brought into the territory tree."""

from otklik.address_register.loading import GarReport, load_part
from otklik.address_register.refusal import GarError
from otklik.address_register.region import Part, Progress, read_part

__all__ = ["GarError", "GarReport", "Part", "Progress", "load_part", "read_part"]
