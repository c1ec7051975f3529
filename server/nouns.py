"""What the site has pages of: one blueprint for each noun."""

from typing import Final

from moonpact.server import (
    cite,
    dataset,
    dials,
    disagreements,
    graphs,
    health,
    home,
    llms,
    network,
    ontology,
    openapi,
    questions,
    reconcile,
    robots,
    rules,
    search,
    sparql,
    things,
    timelines,
    world_map,
)

NOUNS: Final = (
    home.blueprint,
    dials.blueprint,
    questions.blueprint,
    disagreements.blueprint,
    rules.blueprint,
    things.blueprint,
    network.blueprint,
    world_map.blueprint,
    timelines.blueprint,
    ontology.blueprint,
    dataset.blueprint,
    robots.blueprint,
    cite.blueprint,
    openapi.blueprint,
    search.blueprint,
    reconcile.blueprint,
    sparql.blueprint,
    graphs.blueprint,
    health.blueprint,
    llms.blueprint,
)
