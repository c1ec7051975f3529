from pyld import jsonld

__all__ = ["jsonld"]
