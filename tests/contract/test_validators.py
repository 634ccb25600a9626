"""Others' validators accept our products: Frictionless, libhxl, GeoJSON, PROV with SHACL, FollowTheMoney."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.cli import main
from private_rows import make_private_war
from product_rows import make_war

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
[] a sh:NodeShape ; sh:targetSubjectsOf prov:wasQuotedFrom ;
   sh:property [ sh:path prov:wasQuotedFrom ; sh:class prov:Entity ; sh:minCount 1 ; sh:maxCount 1 ] ;
   sh:property [ sh:path prov:wasGeneratedBy ; sh:class prov:Activity ; sh:minCount 1 ] ;
   sh:property [ sh:path prov:wasAttributedTo ; sh:class prov:Agent ] .
[] a sh:NodeShape ; sh:targetSubjectsOf prov:wasDerivedFrom ;
   sh:property [ sh:path prov:wasDerivedFrom ; sh:class prov:Entity ; sh:minCount 1 ] ;
   sh:property [ sh:path prov:wasGeneratedBy ; sh:class prov:Activity ; sh:minCount 1 ] .
[] a sh:NodeShape ; sh:targetClass prov:Activity ;
   sh:property [ sh:path prov:wasAssociatedWith ; sh:or ( [ sh:class prov:Agent ] [ sh:class prov:SoftwareAgent ] ) ] ;
   sh:property [ sh:path prov:endedAtTime ; sh:datatype xsd:dateTime ; sh:maxCount 1 ] .
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """made(format): the product of the small war, written by the command."""
    folder = tmp_path_factory.mktemp("war")
    ledger = make_war(folder / "war.ledger")

    def make(name: str) -> Path:
        out = folder / name
        if out.exists():
            return out
        with pytest.raises(SystemExit) as ending:
            main(["export", name, "--ledger", str(ledger), "--out", str(out)])
        assert ending.value.code == 0
        return out

    return make


def test_frictionless(made: Callable[[str], Path]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import frictionless

        found = frictionless.validate(str(made("datapackage") / "datapackage.json"))
    assert found.valid, found.flatten(["title", "note", "type"])
    assert len(found.tasks) >= 20


def test_frictionless_takes_a_public_snapshot(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import frictionless

        ledger, out = make_private_war(tmp_path / "war.ledger"), tmp_path / "one"
        with pytest.raises(SystemExit):
            main(["snapshot", "one", "--public", "--ledger", str(ledger), "--out", str(out)])
        found = frictionless.validate(str(out / "datapackage.json"))
    assert found.valid, found.flatten(["title", "note", "type"])


def test_libhxl(made: Callable[[str], Path]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import hxl

        options = hxl.InputOptions(allow_local=True)
        with hxl.data(str(made("hxl")), options) as source:
            tags = [c.display_tag for c in source.columns]
            rows = list(source)
        report = hxl.validate(hxl.data(str(made("hxl")), options))
    assert report["is_valid"], report["issues"]
    assert report["stats"]["total"] == 0
    assert len(rows) == 7
    assert "#affected+killed+min" in tags


def test_geojson(made: Callable[[str], Path]) -> None:
    from geojson_pydantic import FeatureCollection

    found = FeatureCollection.model_validate_json(made("geojson").read_text())
    assert len(found.features) == 9


def test_prov(made: Callable[[str], Path]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pyshacl
        from rdflib import PROV, Graph

        graph = Graph().parse(data=made("prov").read_text(), format="json-ld")
        holds, _, report = pyshacl.validate(graph, shacl_graph=Graph().parse(data=SHAPES, format="turtle"))
    assert holds, report
    assert len(list(graph.subject_objects(PROV.wasQuotedFrom))) == 15
    assert len(list(graph.subjects(PROV.wasDerivedFrom))) >= 13


def test_follow_the_money(made: Callable[[str], Path]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from followthemoney import model

        for line in made("followthemoney").read_text().splitlines():
            given = json.loads(line)
            proxy = model.get_proxy(given, cleaned=False)
            proxy.schema.validate({"properties": given["properties"]})
            assert set(proxy.to_dict()["properties"]) == set(given["properties"]), given


def test_arrow_reads_the_parquet(made: Callable[[str], Path]) -> None:
    import pyarrow.dataset as ds

    folder = made("parquet")
    events = ds.dataset(folder / "events.parquet")
    assert events.count_rows() == 7
