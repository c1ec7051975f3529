"""The network in the formats of graph tools, read by others than the one who wrote it."""

import csv
import io
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import networkx as nx
import pytest

from moonpact.graph.network.document import NetworkDocument
from moonpact.graph.network.formats import NETWORK_FORMATS
from moonpact.graph.network.subnetwork import Part, part_of
from moonpact.graph.network.things import Edge, Network, Node
from tests.server import BROWSER, Site

GEXF: Final = "{http://www.gexf.net/1.2draft}"
SVG: Final = "{http://www.w3.org/2000/svg}"
# Everything that some format could stumble over.
HOSTILE: Final = '=HYPERLINK("http://x")\\N</title><script>alert(1)</script>]]>\x00\x0b\n嫦娥'
ONE, OTHER = "https://w3id.org/moonpact/id/country/one", "https://x.example/?a=1&b=%22"

READERS: Final[dict[str, Callable[[io.BytesIO], Any]]] = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}


def document() -> NetworkDocument:
    """Return a network of two nodes of hostile names, with two edges between them, of which one is contested."""
    nodes = (
        Node(ONE, "Country", ("a", "b"), ("ilrs",), {"en": HOSTILE}),
        Node(OTHER, "Mission", (), (), {"zh": "@月"}),
    )
    edges = (
        Edge(
            ONE,
            OTHER,
            "Launch",
            f"{ONE}-record",
            "flown",
            "taking-part",
            "2023",
            "2024-05",
            3,
            ("news", "web"),
            contested=True,
        ),
        Edge(ONE, OTHER, "operator"),
    )
    network = Network({node.iri: node for node in nodes}, edges, {"Launch": {"en": HOSTILE}}, "2026-11-22")
    part = Part(ONE, 2)
    return NetworkDocument(part_of(network, part), part, "v1")


def written(name: str) -> bytes:
    """Return the network in the format."""
    return NETWORK_FORMATS[name].write(document())


def rows(body: bytes) -> list[list[str]]:
    """Return the rows of a CSV file."""
    return list(csv.reader(io.StringIO(body.decode(), newline="")))


@pytest.fixture(scope="module")
def whole(moon: Site) -> Any:  # noqa: ANN401 - JSON.
    """The whole network in JSON."""
    return json.loads(moon.get("/network").body)


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_networkx_reads_back_the_same_counts(moon: Site, whole: dict[str, list[object]], name: str) -> None:
    graph = READERS[name](io.BytesIO(moon.get(f"/network?format={name}").body))
    assert (graph.is_directed(), graph.is_multigraph()) == (True, True)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (len(whole["nodes"]), len(whole["edges"]))
    egypt = graph.nodes["https://w3id.org/moonpact/id/country/egypt"]
    assert {key: egypt[key] for key in ("label", "class", "takesPartIn")} == {
        "label": "Egypt",
        "class": "Country",
        "takesPartIn": "ilrs",
    }


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_xml_holds_hostile_names_and_types(name: str) -> None:
    graph = READERS[name](io.BytesIO(written(name)))
    assert graph.nodes[ONE]["label"].split() == HOSTILE.replace("\x00", "\ufffd").replace("\x0b", "\ufffd").split()
    told = next(data for _, _, data in graph.edges(data=True) if data["relation"] == "Launch")
    assert {key: told[key] for key in ("status", "from", "until", "sources", "sourceKinds", "contested")} == {
        "status": "flown",
        "from": "2023",
        "until": "2024-05",
        "sources": 3,
        "sourceKinds": "news;web",
        "contested": True,
    }


def test_gexf_has_the_time_of_edges_and_no_clock() -> None:
    root = ET.fromstring(written("gexf"))  # noqa: S314 - Ours.
    graph = root.find(f"{GEXF}graph")
    assert root.attrib["version"] == "1.2"
    assert root.find(f"{GEXF}meta").attrib == {"lastmodifieddate": "2026-11-22"}  # type: ignore[union-attr]
    assert graph is not None
    assert (graph.attrib["mode"], graph.attrib["timeformat"]) == ("dynamic", "date")
    first, second = graph.iter(f"{GEXF}edge")
    assert (first.attrib["start"], first.attrib["end"]) == ("2023-01-01", "2024-05-01")
    assert not {"start", "end"} & set(second.attrib)


def test_cytoscape_and_json_graph(whole: dict[str, list[object]], moon: Site) -> None:
    cytoscape = json.loads(moon.get("/network?format=cyjs").body)["elements"]
    graph = json.loads(moon.get("/network?format=jgf").body)["graph"]
    assert len(cytoscape["nodes"]) == len(graph["nodes"]) == len(whole["nodes"])
    assert len(cytoscape["edges"]) == len(graph["edges"]) == len(whole["edges"])
    ids = [each["data"]["id"] for each in cytoscape["edges"]]
    assert len(set(ids)) == len(ids)
    assert {end for edge in graph["edges"] for end in (edge["source"], edge["target"])} == set(graph["nodes"])
    assert json.loads(written("jgf"))["graph"]["edges"][0]["metadata"]["contested"] is True


def test_csv_has_no_formulas_and_neo4j_its_header() -> None:
    nodes, edges = rows(written("nodes-csv")), rows(written("edges-csv"))
    assert nodes == [
        ["id", "label", "class", "kinds", "takesPartIn"],
        [ONE, f"'{HOSTILE}", "Country", "a;b", "ilrs"],
        [OTHER, "'@月", "Mission", "", ""],
    ]
    assert edges[2][1:] == [ONE, OTHER, "operator", "operator", "", "", "", "", "", "0", "", "false"]
    assert rows(written("neo4j-nodes-csv"))[0] == [
        "iri:ID",
        "label",
        ":LABEL",
        "kinds:string[]",
        "takesPartIn:string[]",
    ]
    assert rows(written("neo4j-edges-csv"))[0][1:4] == [":START_ID", ":END_ID", ":TYPE"]
    assert rows(written("neo4j-edges-csv"))[1:] == edges[1:]


@pytest.mark.skipif(not shutil.which("dot"), reason="dot is not installed; Debian: graphviz")
def test_graphviz_draws_it(tmp_path: Path, moon: Site) -> None:
    for number, body in enumerate((written("dot"), moon.get("/network/country/egypt?format=dot").body)):
        file = tmp_path / f"{number}.dot"
        file.write_bytes(body)
        drawn = subprocess.run(["dot", "-Tplain", str(file)], capture_output=True, check=True, encoding="utf-8")
        lines = [line.split()[0] for line in drawn.stdout.splitlines()]
        assert drawn.stderr == ""
        assert (lines.count("node"), lines.count("edge")) == (body.count(b" [label="), body.count(b" [tooltip="))


def test_the_picture_has_links_titles_and_dashes() -> None:
    body = written("svg")
    root = ET.fromstring(body)  # noqa: S314 - Ours.
    assert {link.attrib["href"] for link in root.iter(f"{SVG}a")} == {ONE, OTHER}
    titles = [title.text for title in root.iter(f"{SVG}title")]
    assert any(title and "@月, Mission, 2" in title for title in titles)
    lines = list(root.iter(f"{SVG}line"))
    assert [line.attrib.get("class") for line in lines] == ["contested", None]
    assert not list(root.iter(f"{SVG}script"))
    assert b"alert(1)</script>" not in body
    assert "prefers-color-scheme:dark" in body.decode()


def test_names_in_the_picture_do_not_lie_over_each_other(moon: Site) -> None:
    root = ET.fromstring(moon.get("/network?format=svg&lang=zh").body)  # noqa: S314 - Ours.
    texts = [(float(text.attrib["x"]), float(text.attrib["y"])) for text in root.iter(f"{SVG}text")]
    assert len(texts) > 50
    assert len(list(root.iter(f"{SVG}circle"))) == 300
    close = [
        one for one in texts for other in texts if one < other and abs(one[1] - other[1]) < 9 and one[0] == other[0]
    ]
    assert close == []
    assert "nodes and" in (root.findtext(f"{SVG}desc") or "")


@pytest.mark.parametrize("name", NETWORK_FORMATS)
def test_every_format_is_the_same_bytes_with_its_type_and_a_safe_name(club: Site, name: str) -> None:
    first, second = (club.get(f"/network/country/ruritania?format={name}&depth=2") for _ in range(2))
    assert first.body == second.body
    assert first.type.partition(";")[0] == NETWORK_FORMATS[name].media_type
    disposition = first.headers["content-disposition"]
    assert re.fullmatch(
        r'inline; filename="moonpact-network-country-ruritania-[0-9a-f]{12}[a-z0-9-]*\.[a-z]+"', disposition
    )


def test_the_page_draws_and_offers_every_format(club: Site) -> None:
    page = club.get("/network/country/ruritania?depth=2", BROWSER)
    assert (page.status, page.type) == (200, "text/html; charset=utf-8")
    assert "<h1>The network around Ruritania</h1>" in page.text
    assert '<img src="?depth=2&amp;format=svg"' in page.text
    for name in NETWORK_FORMATS:
        assert f'<a href="?depth=2&amp;format={name}"' in page.text
    whole = club.get("/network?class=&status=", BROWSER)
    assert "<h1>The network</h1>" in whole.text
