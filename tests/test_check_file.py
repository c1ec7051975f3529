"""`moonpact check FILE`: what is wrong with a file as part of the data, and what it would change."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import NamedNode

from moonpact.graph.build import build_dataset
from moonpact.graph.prefixes import shorten
from moonpact.server.command import main
from tests.made_up import CHARTER, ISSUED, JOINING, SIGNING, THINGS, Decides, Says, dated, write_folder

GAZETTE = Says("gazette", JOINING, f"mp:status status:joined ; {dated('joinedOn', '2024-05-31')}")
HERALD = Says("herald", SIGNING, "mp:status status:signed ; mp:signer 'The Duke'")
# After the joining that the gazette dates: who has joined does not negotiate any more.
LATER = ISSUED.replace("2024-01-01", "2024-07-01")
COURIER = Says("courier", JOINING, "mp:status status:negotiating", kind="web", issued=LATER)

NEW_COURIER = "new source: courier: What courier says\nnew claim: courier: courier says so.\n"
CONTESTED = "new disagreement: Ruritania in the Moon Club, status: joined (adopted) | negotiating\n"


def check(data: Path, *arguments: str | Path) -> tuple[int, str, str]:
    """Return exit status, output and errors of `moonpact check` on the data."""
    result = CliRunner().invoke(main, ["check", *map(str, arguments), "--data", str(data)])
    return result.exit_code, result.stdout, result.stderr


def data_of(folder: Path, *said: Says | Decides) -> Path:
    """Write a folder of data in which two sources speak, and what else is said."""
    return write_folder(folder / "data", GAZETTE, HERALD, *said)


def written(folder: Path, text: str, name: str = "courier.trig") -> Path:
    """Write a file of a contributor."""
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        (
            "mp:status",
            "mp:stattus",
            4,
            "unknown property mp:stattus; expected: a property of ontology/moonpact.ttl or ontology/reused.ttl",
        ),
        (
            "status:negotiating",
            "status:bargaining",
            4,
            "status:bargaining is described nowhere; expected: mp:status with a value of scheme:status",
        ),
        (
            "source-kind:web",
            "source-kind:gossip",
            3,
            "source-kind:gossip is described nowhere; expected: mp:sourceKind with a value of scheme:source-kind",
        ),
        (
            JOINING,
            "participation:syldavia--moon-club",
            4,
            "participation:syldavia--moon-club is described nowhere; expected: mp:about with a value of mp:Country, "
            "mp:Facility, mp:Initiative, mp:Instrument, mp:Mission, mp:Organization, mp:Payload, mp:Phase, mp:Record, "
            "mp:Spacecraft, mp:Statement",
        ),
        (
            '"2024-12-31"',
            '"2024-02-30"',
            3,
            "'2024-02-30' is no day of the calendar; expected: mp:readOn with a value of xsd:date",
        ),
        (
            '"2024-12-31"',
            '"2023-12-31"',
            3,
            "source:courier was issued after it was read; expected: a date of issue, or an estimate of it, on or "
            "before the day of reading",
        ),
        (
            '"stated"',
            '"sure"',
            4,
            "claim:courier has mp:certainty 'sure'; expected: exactly one certainty (mp:certainty): stated or inferred",
        ),
        (
            "; prov:wasDerivedFrom source:courier .",
            ".",
            4,
            "claim:courier has not the right number of prov:wasDerivedFrom; expected: exactly one source "
            "(prov:wasDerivedFrom)",
        ),
        (
            "claim:courier a",
            "claim:gazette a",
            4,
            "claim:gazette is described again; first at gazette.trig:4; expected: one description, in one place",
        ),
        (
            "GRAPH source:courier",
            "GRAPH source:herald",
            3,
            "a statement on source:courier stands outside the graph of the source; expected: one graph, named by the "
            "source's IRI, whose slug is the name of the file",
        ),
        ("claim:courier a", "clame:courier a", 4, "The prefix clame: has not been declared; expected: TriG"),
        ("\n}", "\n", 6, "Unexpected end; expected: TriG"),
        (
            "mp:status",
            f"{dated('joinedOn', '2024-05-02', 'month')} ; mp:status",
            4,
            "claim:courier has a fault; expected: a month written as its first day",
        ),
    ],
)
def test_a_malformed_file_is_refused(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    assert old in COURIER.text()
    file = written(tmp_path, COURIER.text().replace(old, new))
    assert check(data_of(tmp_path), file) == (1, "", f"{file}:{line}: {message}\n")


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    text = COURIER.text().replace("status:negotiating", "status:bargaining").replace('"stated"', '"sure"')
    file = written(tmp_path, text.replace('"2024-12-31"', '"2023-12-31"'))
    status, output, errors = check(data_of(tmp_path), file)
    assert (status, output, [line.split(": ")[0] for line in errors.splitlines()]) == (
        1,
        "",
        [f"{file}:3", f"{file}:4", f"{file}:4"],
    )


def test_a_source_that_contradicts_changes_what_it_should_and_nothing_else(tmp_path: Path) -> None:
    data, file = data_of(tmp_path), written(tmp_path, COURIER.text())
    assert check(data, file) == (0, NEW_COURIER + CONTESTED, "")


def test_a_source_that_weighs_more_changes_the_conclusion(tmp_path: Path) -> None:
    ministry = Says("courier", JOINING, "mp:status status:negotiating", kind="government", issued=LATER)
    data, file = data_of(tmp_path), written(tmp_path, ministry.text())
    assert check(data, file) == (
        0,
        f"{NEW_COURIER}"
        "changed conclusion: Ruritania in the Moon Club, status: joined -> negotiating\n"
        "new disagreement: Ruritania in the Moon Club, status: negotiating (adopted) | joined\n",
        "",
    )


def test_a_source_that_agrees_changes_nothing(tmp_path: Path) -> None:
    agrees = Says("courier", JOINING, "mp:status status:joined")
    assert check(data_of(tmp_path), written(tmp_path, agrees.text())) == (0, NEW_COURIER, "")


def test_a_file_takes_the_place_of_the_file_of_its_name(tmp_path: Path) -> None:
    later = Says("gazette", JOINING, f"mp:status status:joined ; {dated('joinedOn', '2024-05-01', 'month')}")
    file = written(tmp_path, later.text(), "gazette.trig")
    assert check(data_of(tmp_path), file) == (
        0,
        "changed claim: gazette, date precision: day -> month\n"
        "changed claim: gazette, joined on: 2024-05-31 -> 2024-05-01\n"
        "changed conclusion: Ruritania in the Moon Club, joined on: 2024-05-31 -> 2024-05\n",
        "",
    )


def test_a_file_of_the_data_is_compared_with_the_data_without_it(tmp_path: Path) -> None:
    data = data_of(tmp_path, COURIER)
    assert check(data, data / "source" / "courier.trig") == (0, NEW_COURIER + CONTESTED, "")


def test_a_register_and_a_source_are_checked_together(tmp_path: Path) -> None:
    club = (
        'participation:rusa--moon-club a mp:Participation ; skos:prefLabel "The agency in the Moon Club"@en ; '
        "mp:party organization:rusa ; mp:initiative initiative:moon-club .\n"
    )
    head = COURIER.text().splitlines()[0]
    register = written(tmp_path, f"{head}\n{club}", "more.ttl")
    source = written(tmp_path, Says("courier", "participation:rusa--moon-club", "mp:status status:joined").text())
    conclusion = "new conclusion: The agency in the Moon Club, status: joined\n"
    assert check(data_of(tmp_path), source, register) == (0, NEW_COURIER + conclusion, "")


def test_faults_that_a_file_brings_to_others_are_told_where_they_stand(tmp_path: Path) -> None:
    data = data_of(tmp_path, Decides("joined", JOINING, "mp:status", "mp:prefers claim:gazette"))
    file = written(tmp_path, Says("gazette", CHARTER, "mp:place 'Szohôd'").text(), "gazette.trig")
    status, output, errors = check(data, file)
    assert (status, output) == (1, "")
    assert [line.split(": ")[0] for line in errors.splitlines()] == [f"{data}/source/editors.trig:4"] * 2


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, THINGS, "things.txt")
    sentence = f"{file}:1: a name that ends in '.txt'; expected: a source, SLUG.trig, or a register, NAME.ttl\n"
    assert check(data_of(tmp_path), file) == (1, "", sentence)


def test_notes_are_counted_and_listed(tmp_path: Path) -> None:
    text = COURIER.text().replace("schema:url <https://courier.example/> ; ", "")
    data, file = data_of(tmp_path), written(tmp_path, text)
    note = f"{file}:3: source:courier has not the right number of schema:url; expected: an address (schema:url)\n"
    assert check(data, file) == (0, f"1 note; --notes lists them\n{NEW_COURIER}{CONTESTED}", "")
    assert check(data, file, "--notes") == (0, f"{note}{NEW_COURIER}{CONTESTED}", "")


def test_of_the_whole_graph_only_the_matter_that_is_contradicted_changes(tmp_path: Path) -> None:
    before = build_dataset(data_of(tmp_path / "before"), shapes=False).store
    after = build_dataset(data_of(tmp_path / "after", COURIER), shapes=False).store
    touched = {shorten(quad.subject.value) for quad in {*before} ^ {*after} if isinstance(quad.subject, NamedNode)}
    matter = "participation-ruritania--moon-club-status"
    assert touched == {
        "source:courier",
        "claim:courier",
        JOINING,
        f"conclusion:{matter}",
        f"disagreement:{matter}",
        f"position:{matter}-1",
        f"position:{matter}-2",
    }
