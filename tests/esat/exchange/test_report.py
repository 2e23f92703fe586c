from esat import texts
from esat.exchange.remarks import Remark
from esat.exchange.report import Line, Outcome, Report, may_apply
from esat.exchange.texts import SENTENCES

GOOD = Line(2, "Mairie de Riom", Outcome.CREATED)
BAD = Line(3, "", Outcome.REFUSED, (Remark("line_no_name"),))


def test_one_refused_line_stops_the_whole_file_unless_parts_are_welcome() -> None:
    assert may_apply([GOOD], dry_run=False, partial=False)
    assert not may_apply([GOOD, BAD], dry_run=False, partial=False)
    assert may_apply([GOOD, BAD], dry_run=False, partial=True)
    assert not may_apply([GOOD], dry_run=True, partial=True)


def test_a_report_counts_and_speaks_french() -> None:
    texts.add(SENTENCES)
    report = Report((GOOD, BAD), applied=False)
    assert (report.count(Outcome.CREATED), report.refused, report.remarked) == (1, 1, 1)
    assert report.summary == (
        "2 lignes : 1 créée, 0 modifiée, 0 inchangée, 1 refusée. Rien n’a été enregistré."
    )
    assert [line.sentence for line in report] == [
        "ligne 2 · créé · Mairie de Riom",
        "ligne 3 · refusé · Le nom manque.",
    ]
