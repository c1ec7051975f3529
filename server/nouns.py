"""What the site has pages of: one blueprint for each noun."""

from typing import Final

from moonpact.server import (
    dials,
    disagreements,
    graphs,
    health,
    home,
    llms,
    network,
    ontology,
    questions,
    search,
    sparql,
    things,
)

NOUNS: Final = (
    home.blueprint,
    dials.blueprint,
    questions.blueprint,
    disagreements.blueprint,
    things.blueprint,
    network.blueprint,
    ontology.blueprint,
    search.blueprint,
    sparql.blueprint,
    graphs.blueprint,
    health.blueprint,
    llms.blueprint,
)
