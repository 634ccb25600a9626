"""Names that are added at the desk take effect: the documents that have them are read anew, beside the requests."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from dateline.desk.making import Heard, Job
from dateline.desk.shapes import ClaimChangeAnswer, FieldChangeAnswer, Naming, RereadingAnswer
from dateline.desk.state import Desk, Titles
from dateline.errors import ConfigError, NotFoundError
from dateline.know.gazetteer_supplement import Entry, supplement_in_use
from dateline.know.own_names import OwnName
from dateline.ledger import Ledger, Review
from dateline.run.engine import Engine
from dateline.run.facts import gazetteer_of
from dateline.run.gate import load_gate
from dateline.run.naming import NAME, add_name, name_in, names_of, touched_by
from dateline.run.rerun import ClaimChange, Reread, rerun

#: Changes that are shown; readings that are remembered.
_SHOWN, _KEPT = 200, 20


@dataclass
class _Read:
    """What became of one reading anew."""

    job: Job
    rows: list[Reread] = field(default_factory=list)


@dataclass
class Rereadings:
    """The readings because of names, by the decision that adds or takes back the name."""

    desk: Desk
    _found: OrderedDict[str, _Read] = field(default_factory=OrderedDict)

    def begin(self, row: Review) -> None:
        """Read anew what a name touches that was just added, or taken back."""
        if row.action != NAME:
            return
        found: list[Reread] = []
        job = self.desk.maker.ask(f"name {row.id}", lambda heard: self._work(name_in(row), found, heard), again=True)
        self._found[row.id] = _Read(job, found)
        self._found.move_to_end(row.id)
        while len(self._found) > _KEPT:
            self._found.popitem(last=False)

    def answer(self, ledger: Ledger, key: str) -> RereadingAnswer:
        """How far a reading is and what changed. Raises NotFoundError."""
        found = self._found.get(key)
        if found is None:
            raise NotFoundError(f"nothing was read anew because of {key} since this desk was opened", id=key)
        changes = [change for row in found.rows for change in row.changes]
        titles, job = Titles(ledger), found.job
        return RereadingAnswer(
            over=job.over.is_set(), done=job.done, of=job.of or None, read=len(found.rows),
            changes=[_change(c, titles) for c in changes[:_SHOWN]], more=max(len(changes) - _SHOWN, 0),
            problem=str(job.error) if job.error else None,
        )  # fmt: skip

    def _work(self, name: OwnName, found: list[Reread], heard: Heard) -> None:
        with self.desk.open() as ledger:
            documents = list(touched_by(ledger, name))
            heard(0, len(documents))
            if not documents:
                return
            with _engine(self.desk, ledger) as engine:
                for n, row in enumerate(rerun(engine, documents), 1):
                    found.append(row)
                    heard(n, len(documents))


@contextmanager
def _engine(desk: Desk, ledger: Ledger) -> Iterator[Engine]:
    """The engine as `dateline run` has it, in this process."""
    from dateline.run.pipeline import load_resources, read_document

    settings = desk.settings
    names = names_of(ledger.reviews())
    supplement = supplement_in_use(settings.gazetteer_supplement)
    resources = load_resources(settings.gazetteer, supplement, settings.extractor, names)
    with resources.gazetteer:
        yield Engine(
            ledger=ledger, read=lambda document: read_document(document, resources), resources=resources.version,
            keep_evidence=settings.keep_evidence, gate=load_gate() if settings.gate else None, parts=resources.parts,
            names=names,
        )  # fmt: skip


def decide_name(desk: Desk, ledger: Ledger, decision: Naming, by: str) -> Review:
    """Store that something is called so. Raises ConfigError and NotFoundError."""
    name = decision.name.strip()
    if decision.kind == "place" and decision.of is None:
        if decision.lat is None or decision.lon is None:
            raise ConfigError("a new place needs its point; another name needs the place that it is of")
        entry = Entry(
            name=name, kind=decision.place_kind or "settlement", country=decision.country, lat=decision.lat,
            lon=decision.lon,
        )  # fmt: skip
        own = OwnName("place", entry.id, name, decision.country, decision.lat, decision.lon, entry.kind)
    else:
        if not decision.of or decision.lat is not None or decision.lon is not None:
            raise ConfigError("a name needs what it is of; only a new place has a point")
        own = OwnName(decision.kind, decision.of, name)
    with gazetteer_of(desk.settings) as gazetteer, ledger.deciding():
        return add_name(ledger, own, gazetteer, by=by, reason=decision.reason)


def _change(row: ClaimChange, titles: Titles) -> ClaimChangeAnswer:
    document = titles.get(row.document)
    return ClaimChangeAnswer(
        change=row.change, claim=row.claim, document=row.document, title=document.title if document else None,
        text=row.text, fields=[FieldChangeAnswer(field=f.field, before=f.before, after=f.after) for f in row.fields],
    )  # fmt: skip
