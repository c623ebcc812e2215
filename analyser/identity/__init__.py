"""Who a letter is about and by: found, masked, and kept out of what is shared."""

from analyser.identity.find import find
from analyser.identity.identifier import Identifier, kinds, label
from analyser.identity.mask import Tagged, cover, mask, tag

__all__ = ["Identifier", "Tagged", "cover", "find", "kinds", "label", "mask", "tag"]
