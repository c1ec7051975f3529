"""`moonpact diff`: what came, went or changed between two datasets, in words, as JSON and as RDF."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from rdflib import RDF, Graph, Namespace, Node

from moonpact.graph.build import build_dataset
from moonpact.graph.dataset import write_dataset
from moonpact.graph.difference.datasets import Change, Difference, difference
from moonpact.server.command import main
from tests.made_up import ISSUED, JOINING, MEMBERS, SIGNING, Decides, Says, built, dated, write_folder

BASE = "https://w3id.org/moonpact/id/"
LATER = ISSUED.replace("2024-01-01", "2024-07-01")
GAZETTE = Says("gazette", JOINING, f"mp:status status:joined ; {dated('joinedOn', '2024-05-31')}")
COURIER = Says("courier", JOINING, "mp:status status:negotiating", kind="web", issued=LATER)
HERALD = Says("herald", SIGNING, "mp:status status:signed")
NOTHING = Difference((), (), (), (), ())


def run(*arguments: str | Path) -> tuple[int, str, str]:
    """Return exit status, output and errors of `moonpact diff`."""
    result = CliRunner().invoke(main, ["diff", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


def between(folder: Path, old: list[Says | Decides], new: list[Says | Decides]) -> str:
    """Return what `moonpact diff` tells between two folders of data."""
    folders = [write_folder(folder / name, *said) for name, said in (("old", old), ("new", new))]
    status, output, errors = run(*folders)
    assert (status, errors) == (0, "")
    return output


def test_nothing_changes_between_a_dataset_and_itself(tmp_path: Path) -> None:
    store = built(tmp_path / "data", GAZETTE, COURIER, HERALD).store
    assert difference(store, store) == NOTHING
    assert between(tmp_path, [GAZETTE], [GAZETTE]) == "no difference\n"


def test_what_came_is_told_with_what_follows_from_it(tmp_path: Path) -> None:
    assert between(tmp_path, [GAZETTE], [GAZETTE, COURIER, HERALD]) == (
        "new source: courier: What courier says\n"
        "new source: herald: What herald says\n"
        "new claim: courier: courier says so.\n"
        "new claim: herald: herald says so.\n"
        "new conclusion: Signing of the Charter of the Moon Club, status: signed\n"
        "new disagreement: Ruritania in the Moon Club, status: joined (adopted) | negotiating\n"
    )


def test_what_went_is_told_with_what_no_longer_follows(tmp_path: Path) -> None:
    assert between(tmp_path, [GAZETTE, COURIER, HERALD], [COURIER]) == (
        "gone source: gazette: What gazette says\n"
        "gone source: herald: What herald says\n"
        "gone claim: gazette: gazette says so.\n"
        "gone claim: herald: herald says so.\n"
        "gone conclusion: Ruritania in the Moon Club, joined on: 2024-05-31\n"
        "changed conclusion: Ruritania in the Moon Club, status: joined -> negotiating\n"
        "gone conclusion: Signing of the Charter of the Moon Club, status: signed\n"
        "gone disagreement: Ruritania in the Moon Club, status: joined (adopted) | negotiating\n"
    )


def test_a_decision_changes_which_position_is_adopted(tmp_path: Path) -> None:
    decides = Decides("joined", JOINING, "mp:status", "mp:prefers claim:courier", "The courier asked.")
    rejects = replace(decides, what="mp:rejects claim:gazette")
    adopted = "joined (adopted) | negotiating -> negotiating (adopted) | joined"
    assert between(tmp_path, [GAZETTE, COURIER], [GAZETTE, COURIER, decides]) == (
        "new source: editors: What editors says\n"
        "new decision: joined: The courier asked.\n"
        "changed conclusion: Ruritania in the Moon Club, status: joined -> negotiating\n"
        f"changed disagreement: Ruritania in the Moon Club, status: {adopted}\n"
    )
    assert between(tmp_path, [GAZETTE, COURIER, decides], [GAZETTE, COURIER, rejects]) == (
        "changed decision: joined, prefers: claim:courier -> nothing\n"
        "changed decision: joined, rejects: nothing -> claim:gazette\n"
        "changed disagreement: Ruritania in the Moon Club, status: negotiating (adopted) | joined -> "
        "negotiating (adopted) | joined (rejected)\n"
    )


@pytest.mark.parametrize(
    ("about", "old", "new", "line"),
    [
        (
            MEMBERS,
            "mp:countOf count-of:countries ; mp:value 5",
            "mp:countOf count-of:countries ; mp:minimum 6",
            "Members of the Moon Club, value: 5 -> at least 6",
        ),
        (
            MEMBERS,
            "mp:countOf count-of:countries ; mp:maximum 9",
            "mp:countOf count-of:countries ; mp:minimum 6 ; mp:maximum 7",
            "Members of the Moon Club, value: at most 9 -> 6 to 7",
        ),
        (
            "plan:moon-dome",
            dated("plannedFor", "2030-01-01", "year"),
            f"{dated('plannedFor', '2030-01-01', 'year')} ; mp:notAfter '2031-12-31'^^xsd:date",
            "Opening of the Moon Dome, planned for: 2030 -> 2030 (from 2030-01-01 to 2031-12-31)",
        ),
    ],
)
def test_values_are_told_as_exactly_as_they_are_known(
    tmp_path: Path, about: str, old: str, new: str, line: str
) -> None:
    told = between(tmp_path, [Says("gazette", about, old)], [Says("gazette", about, new)])
    assert [each for each in told.splitlines() if "conclusion" in each] == [f"changed conclusion: {line}"]


def test_a_difference_turned_round_is_told_the_other_way(tmp_path: Path) -> None:
    old = built(tmp_path / "old", GAZETTE, HERALD).store
    new = built(tmp_path / "new", GAZETTE, COURIER).store
    there, back = difference(old, new), difference(new, old)
    turned = {"new": "gone", "gone": "new", "changed": "changed"}
    assert [(each.iri, each.old, each.new, each.what) for each in every(back)] == [
        (each.iri, each.new, each.old, turned[each.what]) for each in every(there)
    ]


def every(found: Difference) -> list[Change]:
    """Return all changes in their order."""
    return [*found.sources, *found.claims, *found.decisions, *found.conclusions, *found.disagreements]


def test_built_datasets_are_compared_as_the_folders_of_data_are(tmp_path: Path) -> None:
    told = between(tmp_path, [GAZETTE], [GAZETTE, COURIER])
    for name in ("old", "new"):
        write_dataset(build_dataset(tmp_path / name, shapes=False), tmp_path / f"{name}-dataset")
    assert run(tmp_path / "old-dataset", tmp_path / "new-dataset") == (0, told, "")
    assert run(tmp_path / "old-dataset", tmp_path / "new") == (0, told, "")


def test_the_difference_as_json(tmp_path: Path) -> None:
    between(tmp_path, [GAZETTE], [GAZETTE, COURIER])
    status, output, _ = run(tmp_path / "old", tmp_path / "new", "--format", "json")
    whole = {"property_name": "", "what": "new", "old": None}
    assert (status, json.loads(output)) == (
        0,
        {
            "sources": [{"name": "courier", "iri": f"{BASE}source/courier", "new": "What courier says", **whole}],
            "claims": [{"name": "courier", "iri": f"{BASE}claim/courier", "new": "courier says so.", **whole}],
            "decisions": [],
            "conclusions": [],
            "disagreements": [
                {
                    "name": "Ruritania in the Moon Club",
                    "property_name": "status",
                    "iri": f"{BASE}disagreement/participation-ruritania--moon-club-status",
                    "what": "new",
                    "old": None,
                    "new": "joined (adopted) | negotiating",
                }
            ],
        },
    )


def test_the_difference_as_rdf(tmp_path: Path) -> None:
    between(tmp_path, [GAZETTE], [replace(GAZETTE, more="mp:reprintOf 'Herald'")])
    assert run(tmp_path / "old", tmp_path / "new", "--format", "ttl") == (
        0,
        "@prefix mp: <https://w3id.org/moonpact/ontology#> .\n"
        "@prefix schema: <https://schema.org/> .\n"
        "_:change-1 a schema:ReplaceAction ;\n"
        f"\tschema:object <{BASE}source/gazette> ;\n"
        '\tschema:name "gazette"@en ;\n'
        '\tschema:propertyID "reprint of"@en ;\n'
        '\tschema:replacer "Herald"@en ;\n'
        '\tschema:description "changed source: gazette, reprint of: nothing -> Herald"@en .\n'
        f"<{BASE}source/gazette> a mp:Source .\n",
        "",
    )


def test_text_json_and_rdf_tell_the_same(tmp_path: Path) -> None:
    decides = Decides("joined", JOINING, "mp:status", "mp:prefers claim:courier", "The courier asked.")
    between(tmp_path, [GAZETTE, HERALD], [GAZETTE, COURIER, decides])
    text, told, rdf = (run(tmp_path / "old", tmp_path / "new", "--format", name)[1] for name in ("text", "json", "ttl"))
    changes = [
        (
            kind,
            change["name"],
            change["property_name"] or None,
            change["iri"],
            change["what"],
            change["old"],
            change["new"],
        )
        for kind, found in json.loads(told).items()
        for change in found
    ]
    actions, classes = read_actions(rdf)
    assert [change[1:] for change in changes] == [action[:-1] for action in actions]
    assert [action[-1] for action in actions] == text.splitlines()
    assert {(CLASSES[change[0]], change[3]) for change in changes} == classes


CLASSES = {
    "sources": "Source",
    "claims": "Claim",
    "decisions": "EditorialDecision",
    "conclusions": "Conclusion",
    "disagreements": "Disagreement",
}


def read_actions(turtle: str) -> tuple[list[tuple[str | None, ...]], set[tuple[str, str]]]:
    """Return the actions, as the changes that they are of and the lines in words, and the classes of what changed."""
    graph, schema = Graph().parse(data=turtle, format="turtle"), Namespace("https://schema.org/")
    whats = {schema.AddAction: "new", schema.DeleteAction: "gone", schema.ReplaceAction: "changed"}
    names = ("name", "propertyID", "object", None, "replacee", "replacer", "description")
    actions = [
        tuple(what if name is None else said(graph.value(action, schema[name])) for name in names)
        for kind, what in whats.items()
        for action in graph.subjects(RDF.type, kind)
    ]
    lines = [line for line in turtle.splitlines() if "schema:description" in line]
    classes = {
        (str(kind).rpartition("#")[2], str(node)) for node, kind in graph.subject_objects(RDF.type) if kind not in whats
    }
    return sorted(
        actions, key=lambda action: next(n for n, line in enumerate(lines) if f'"{action[-1]}"' in line)
    ), classes


def said(node: Node | None) -> str | None:
    """Return the text of a literal or an IRI."""
    return None if node is None else str(node)


def test_a_folder_that_is_neither_is_refused(tmp_path: Path) -> None:
    sentence = f"no dataset in {tmp_path}; `moonpact build --out {tmp_path}` makes one\n"
    assert run(tmp_path, tmp_path) == (2, "", sentence)
