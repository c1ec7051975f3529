"""The General Catalogue of Artificial Space Objects (GCAT) as claims."""
