"""`moonpact new-source`: the file of a new source, filled with what is known, and what is refused."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from moonpact.graph.build import DATA, build_dataset
from moonpact.graph.checking.new_source import source_kinds
from moonpact.server.command import main
from tests.made_up import Says, outcome, refusal, write_folder

GAZETTE = Says("gazette", "participation:ruritania--moon-club", "mp:status status:joined")
TOLD = (
    *("--title", 'The "Moon Club" grows', "--publisher", "Courier of Borduria", "--kind", "news", "--language", "en"),
    *("--read", "2024-06-30"),
)

FILE = """\
@prefix approval: <https://w3id.org/moonpact/id/approval/> .
@prefix claim: <https://w3id.org/moonpact/id/claim/> .
@prefix contribution: <https://w3id.org/moonpact/id/contribution/> .
@prefix count: <https://w3id.org/moonpact/id/count/> .
@prefix country: <https://w3id.org/moonpact/id/country/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix event: <https://w3id.org/moonpact/id/event/> .
@prefix facility: <https://w3id.org/moonpact/id/facility/> .
@prefix initiative: <https://w3id.org/moonpact/id/initiative/> .
@prefix instrument: <https://w3id.org/moonpact/id/instrument/> .
@prefix landing: <https://w3id.org/moonpact/id/landing/> .
@prefix launch: <https://w3id.org/moonpact/id/launch/> .
@prefix leadership: <https://w3id.org/moonpact/id/leadership/> .
@prefix mission: <https://w3id.org/moonpact/id/mission/> .
@prefix mp: <https://w3id.org/moonpact/ontology#> .
@prefix organization: <https://w3id.org/moonpact/id/organization/> .
@prefix outlet: <https://w3id.org/moonpact/id/outlet/> .
@prefix participation: <https://w3id.org/moonpact/id/participation/> .
@prefix payload: <https://w3id.org/moonpact/id/payload/> .
@prefix phase: <https://w3id.org/moonpact/id/phase/> .
@prefix plan: <https://w3id.org/moonpact/id/plan/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix schema: <https://schema.org/> .
@prefix signature: <https://w3id.org/moonpact/id/signature/> .
@prefix source: <https://w3id.org/moonpact/id/source/> .
@prefix source-kind: <https://w3id.org/moonpact/id/source-kind/> .
@prefix spacecraft: <https://w3id.org/moonpact/id/spacecraft/> .
@prefix statement: <https://w3id.org/moonpact/id/statement/> .
@prefix status: <https://w3id.org/moonpact/id/status/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

GRAPH <https://w3id.org/moonpact/id/source/courier-2024-05> {

source:courier-2024-05 a mp:Source ;
    dcterms:title "The \\"Moon Club\\" grows"@en ;
    dcterms:publisher "Courier of Borduria" ;
    dcterms:language "en" ;
    dcterms:issued "2024-05-01"^^xsd:date ;
    mp:datePrecision "month" ;
    mp:sourceKind source-kind:news ;
    schema:url <https://courier.example/moon#club> ;
    mp:readOn "2024-06-30"^^xsd:date .

# One claim for each thing that the source says. Take away the "# " at the beginning of the lines below, put your own
# in the place of what is written in capitals, and repeat. The names of records and things are in the folder register/.
#
# claim:courier-2024-05-1 a mp:Claim ;
#     mp:about participation:PARTY--INITIATIVE ;
#     mp:party country:PARTY ;
#     mp:initiative initiative:INITIATIVE ;
#     mp:status status:joined ;
#     mp:joinedOn "YEAR-MONTH-DAY"^^xsd:date ;
#     mp:datePrecision "day" ;
#     mp:certainty "stated" ;
#     dcterms:description "WHAT THE SOURCE SAYS, IN ONE SENTENCE OF YOUR OWN."@en ;
#     prov:wasDerivedFrom source:courier-2024-05 .

}
"""
KINDS = (
    "government, agency, organization, news-agency, state-media, news, trade-press, think-tank, academic, reference, "
    "dataset, web, editorial"
)


def run(*arguments: str | Path) -> tuple[int, str, str]:
    """Return exit status, output and errors of `moonpact new-source`."""
    result = CliRunner().invoke(main, ["new-source", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


def with_claim(text: str) -> str:
    """Return the file with its example filled in."""
    lines = text.replace("PARTY", "borduria").replace("INITIATIVE", "moon-club").replace("YEAR-MONTH-DAY", "2024-05-31")
    head, _, example = lines.partition("#\n# claim:")
    return head + ("claim:" + example).replace("# ", "")


def test_the_file_holds_what_is_known_and_only_the_prefixes_it_uses() -> None:
    url = "https://courier.example/moon#club"
    assert run("courier-2024-05", *TOLD, "--issued", "2024-05", "--url", url) == (0, FILE, "")


def test_an_estimate_stands_with_its_basis() -> None:
    _, text, _ = run("courier", *TOLD, "--estimate", "2024", "--basis", "its address")
    dated = '    mp:issuedEstimate "2024-01-01"^^xsd:date ;\n    mp:datePrecision "year" ;\n'
    assert f'{dated}    mp:estimateBasis "its address" ;\n' in text
    assert "dcterms:issued" not in text


def test_the_file_is_sound_as_it_is_and_with_its_example_filled_in(tmp_path: Path) -> None:
    data = write_folder(tmp_path / "data", GAZETTE)
    file = data / "source" / "courier.trig"
    written = f"{file} written; `moonpact check {file}` tells what is wrong with it and what it changes\n"
    arguments = ("courier", *TOLD, "--issued", "2024-05-31", "--data", data, "--out", data / "source")
    assert run(*arguments) == (0, written, "")
    assert build_dataset(data).report.sources == 2
    file.write_text(with_claim(file.read_text(encoding="utf-8")), encoding="utf-8")
    concluded = outcome(build_dataset(data), "participation:borduria--moon-club", "status")
    assert concluded is not None
    assert (concluded.value, concluded.supported) == ("joined", "courier-1")


def test_an_example_with_only_its_marks_taken_away_is_refused(tmp_path: Path) -> None:
    data = write_folder(tmp_path / "data", GAZETTE)
    _, text, _ = run("courier", *TOLD, "--issued", "2024-05-31")
    head, _, example = text.partition("#\n# claim:")
    (data / "source" / "courier.trig").write_text(head + ("claim:" + example).replace("# ", ""), encoding="utf-8")
    assert {message for _, _, message, _ in refusal(data)} == {
        "participation:PARTY--INITIATIVE is described nowhere",
        "country:PARTY is described nowhere",
        "initiative:INITIATIVE is described nowhere",
        "'YEAR-MONTH-DAY' is no day of the calendar",
    }


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["courier", "--kind", "gossip"], f"'gossip' is no kind of source; choose {KINDS}"),
        (["courier", "--issued", "2024-02-30"], "'2024-02-30' is no date; write 2024, 2024-05 or 2024-05-31"),
        (["courier", "--issued", "20240531"], "'20240531' is no date; write 2024, 2024-05 or 2024-05-31"),
        (["courier", "--estimate", "May 2024"], "'May 2024' is no date; write 2024, 2024-05 or 2024-05-31"),
        (["courier", "--read", "2024-06"], "'2024-06' is no day; write 2024-05-31"),
        (["courier", "--issued", "2024-07"], "a source issued 2024-07 cannot have been read 2024-06-30"),
        (["courier", "--estimate", "2024"], "an estimated date and its basis go together; give both"),
        (["courier", "--basis", "its address"], "an estimated date and its basis go together; give both"),
        (
            ["courier", "--issued", "2024", "--estimate", "2024", "--basis", "x"],
            "give the date of issue or an estimate of it, not both",
        ),
        (["courier", "--language", "English"], "'English' is no language; write a tag such as en or zh-Hant"),
        (
            ["courier", "--url", "courier.example"],
            "'courier.example' is no address; write it with https:// and without spaces",
        ),
        (
            ["The_Courier"],
            "'The_Courier' is no name for a source; write small letters, digits and single hyphens",
        ),
    ],
)
def test_what_cannot_be_so_is_refused(arguments: list[str], sentence: str) -> None:
    slug, *others = arguments
    assert run(slug, *TOLD, *others) == (2, "", f"{sentence}\n")


def test_a_name_that_exists_is_refused(tmp_path: Path) -> None:
    data = write_folder(tmp_path / "data", GAZETTE)
    sentence = f"there is a source of this name: {data / 'source' / 'gazette.trig'}\n"
    assert run("gazette", *TOLD, "--data", data) == (2, "", sentence)


def test_no_file_is_written_over(tmp_path: Path) -> None:
    file = tmp_path / "courier.trig"
    file.write_text("mine", encoding="utf-8")
    assert run("courier", *TOLD, "--out", tmp_path) == (1, "", f"{file}: File exists\n")
    assert file.read_text(encoding="utf-8") == "mine"


def test_the_kinds_are_those_of_the_ontology() -> None:
    assert ", ".join(source_kinds()) == KINDS


def test_every_record_and_thing_of_the_project_can_be_named_without_a_further_prefix() -> None:
    named = {
        match[1]
        for file in (DATA / "register").glob("*.ttl")
        for match in re.finditer(r"^([a-z-]+):\S+ a mp:", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    declared = set(re.findall(r"^@prefix ([a-z-]+):", FILE, re.MULTILINE))
    assert named - declared == set()
    assert len(named) > 15
