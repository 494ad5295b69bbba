"""Write demonstration exchange files (PUC) of three authorities: a healthy, a late and a dirty one.

The operations are those of the demonstration's published files, with the same codes and the same
money at the same day, told by single commitments, payments and claims. Two editions; the dirty
authority breaks some of the exchange rules and leaves some fields unreadable.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from cruscotto.demo import manifest
from cruscotto.demo.chance import DEFAULT_SEED, Ints, stream
from cruscotto.demo.exchange.certification import AT_RISK, DIRTY, HABITS, HEALTHY, category_of
from cruscotto.demo.exchange.flaws import spoil
from cruscotto.demo.labels import body_name
from cruscotto.demo.operations.cumulative import Cumulative, cumulative
from cruscotto.demo.operations.operations import EDITIONS
from cruscotto.demo.operations.portfolio import Portfolio, portfolio
from cruscotto.demo.operations.tracciato import MARK, NOTICE
from cruscotto.demo.territory.programmes import FIRST, BudgetLine
from cruscotto.demo.territory.territory import areas
from cruscotto.model.puc import TRACCIATI
from cruscotto.model.puc_parts import SEPARATOR

SOURCE = "puc"
PROGRAMMES = {
    HEALTHY: ("2014IT05SFOP007", "2021IT05SFPR008"),
    AT_RISK: ("2014IT05SFOP014", "2021IT05SFPR014"),
    DIRTY: ("2014IT05SFOP020", "2021IT05SFPR003"),
}
CATEGORIES = {"less_developed": "LDR", "transition": "TR", "more_developed": "MDR", "": "VOID"}
TWO_AXES_EVERY = 17  # one operation in so many stands on two axes of its programme
SECOND_AXIS_SHARE = 40  # hundredths of its money

Row = dict[str, str]
Delivery = dict[str, list[Row]]


@dataclass(frozen=True)
class Told:
    """One operation with its money month by month, in cents."""

    code: str
    line: BudgetLine
    area: int
    public: int
    eu: int
    number: int
    levels: tuple[tuple[str, int], ...]
    days: tuple[date, ...]
    committed: Ints
    paid: Ints
    start: date
    planned_end: date
    end: date | None


def write(folder: Path, seed: int = DEFAULT_SEED) -> list[Path]:
    """Write a folder for each authority and edition, and enter them in the manifest."""
    whole = portfolio(seed)
    batches = []
    for edition in EDITIONS[1:]:
        paths = []
        for owner, programmes in PROGRAMMES.items():
            delivery = _delivery(whole, programmes, HABITS[owner], edition)
            if owner == DIRTY:
                spoil(delivery, edition, stream(seed, "exchange", edition.isoformat()))
            paths.append(_write(folder / f"puc_sintetico_{owner}_{edition:%Y%m%d}", delivery))
        batches.append(manifest.Batch(SOURCE, edition, paths))
    manifest.record(folder, batches, seed)
    return [path for batch in batches for path in batch.paths]


def _write(folder: Path, delivery: Delivery) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for code, rows in delivery.items():
        names = TRACCIATI[code].columns
        lines = (SEPARATOR.join(row.get(name, "") for name in names) for row in rows)
        text = "".join(f"{line}\r\n" for line in lines)
        (folder / f"{code}_sintetico.txt").write_text(text, "utf-8", newline="")
    return folder


def _delivery(
    whole: Portfolio, programmes: tuple[str, ...], habits: tuple[tuple[int, ...], int],
    edition: date,
) -> Delivery:  # fmt: skip
    delivery: Delivery = {code: [] for code in (
        "AP00", "AP04", "AP06", "SC00", "FN00", "FN01", "FN04", "FN05", "FN06", "FN07", "FN09",
        "PR01",
    )}  # fmt: skip
    for told in _operations(whole, programmes, edition):
        _registry(delivery, told, edition)
        _stage(delivery, told, COMMITTED, told.committed)
        _stage(delivery, told, PAID, told.paid)
        _certified(delivery, told, habits)
    return delivery


def _operations(whole: Portfolio, programmes: tuple[str, ...], edition: date) -> list[Told]:
    lines = np.array([x.programme in programmes and x.is_esf for x in whole.lines])
    is_there = whole.timeline.registered <= np.datetime64(edition)
    rows = np.flatnonzero(lines[whole.line] & is_there & (whole.flag == 0))
    money = cumulative(whole, rows, edition)
    return [_told(whole, int(row), place, money, edition) for place, row in enumerate(rows)]


def _told(whole: Portfolio, row: int, place: int, money: Cumulative, edition: date) -> Told:
    line, times = whole.lines[whole.line[row]], whole.timeline
    end = times.ended[row].astype(date)
    public, number = int(whole.money.public[row]), int(whole.number[row])
    return Told(
        code=f"SINT-{line.programme}-{number:05}", line=line, area=int(whole.area[row]),
        public=public, eu=round(int(whole.money.own[row]) * float(whole.money.eu_share[row])),
        number=number, levels=_levels(whole, line, int(whole.area[row]), number),
        days=money.days, committed=money.committed[:, place], paid=money.paid[:, place],
        start=times.started[row].astype(date), planned_end=times.planned_end[row].astype(date),
        end=end if end <= edition else None,
    )  # fmt: skip


def _levels(
    whole: Portfolio, line: BudgetLine, area: int, number: int
) -> tuple[tuple[str, int], ...]:
    """Return the operation's levels with their hundredths of its money."""
    first = _level(line, category_of(whole, line, area))
    others = [x for x in whole.lines if x.programme == line.programme and x.axis != line.axis
              and x.is_esf]  # fmt: skip
    if number % TWO_AXES_EVERY or not others:
        return ((first, 100),)
    second = _level(others[number % len(others)], category_of(whole, line, area))
    return ((first, 100 - SECOND_AXIS_SHARE), (second, SECOND_AXIS_SHARE))


def _level(line: BudgetLine, category: str) -> str:
    return "#".join((line.programme, CATEGORIES[category], line.axis, line.theme, "", ""))


def _registry(delivery: Delivery, told: Told, edition: date) -> None:
    def add(code: str, **fields: str) -> None:
        delivery[code].append({"cod_locale_progetto": told.code, **fields})

    area = areas()[told.area]
    title = f"{MARK}PERCORSO FORMATIVO {told.number}"
    add("AP00", titolo_progetto=title, sintesi_prg=f"{NOTICE}{title}", tipo_operazione="02.11",
        cup=f"SINT{told.number:011}", tipo_aiuto="Z", data_inizio=_day(told.start),
        data_fine_prevista=_day(told.planned_end),
        data_fine_effettiva=_day(told.end) if told.end else "")  # fmt: skip
    add("AP04", cod_programma=told.line.programme, stato="1")
    province = area.provinces[told.number % len(area.provinces)].code
    add("AP06", cod_regione=area.published_code, cod_provincia=province[-3:], cod_comune="999")
    add("SC00", cod_ruolo_sog="2", codice_fiscale=f"SINT{told.number % 97:07}",
        flag_soggetto_pubblico="N", denominazione_sog=body_name(told.number % 97),
        forma_giuridica="1.7.90")  # fmt: skip
    fund = "FSE+" if told.line.fund == "FSE" and told.line.period != FIRST else told.line.fund
    for source, cents in ((fund, told.eu), ("FDR", told.public - told.eu)):
        if cents:
            add("FN00", cod_fondo=source, cod_norma="99999", cod_del_cipe="99999",
                cod_localizzazione=f"{area.published_code}999", cf_cofinanz="9999",
                importo=_euros(cents))  # fmt: skip
    for level, cents in _parts(told, 0, told.public):
        add("FN01", cod_programma=told.line.programme, cod_liv_gerarchico=level,
            importo_ammesso=_euros(cents))  # fmt: skip
    state = "4" if told.end else "2"
    add("PR01", stato_progetto=state, data_riferimento=_day(edition))


@dataclass(frozen=True)
class Stage:
    """How a stage of money is told: its two tracciati, their fields, its two signs."""

    whole: str
    part: str
    code: str
    kind: str
    day: str
    amount: str
    admitted: str
    plus: str
    minus: str


COMMITTED = Stage("FN04", "FN05", "cod_impegno", "tipologia_impegno", "data_impegno",
                  "importo_impegno", "imp", "I", "D")  # fmt: skip
PAID = Stage("FN06", "FN07", "cod_pagamento", "tipologia_pag", "data_pagamento", "importo_pag",
             "pag", "P", "R")  # fmt: skip


def _stage(delivery: Delivery, told: Told, stage: Stage, reached: Ints) -> None:
    """Tell each month's change as a commitment or release, a payment or recovery."""
    steps = np.diff(reached, prepend=0)
    for place in np.flatnonzero(steps):
        cents = int(steps[place])
        kind = stage.plus if cents > 0 else stage.minus
        day = _day(told.days[place] - timedelta(days=told.number % 20))
        key = {"cod_locale_progetto": told.code, stage.code: f"{stage.plus}{place}",
               stage.kind: kind, stage.day: day}  # fmt: skip
        reason = {"causale_pag": "A"} if stage is PAID else {
            "causale_disimpegno": "02" if kind == "D" else ""}  # fmt: skip
        delivery[stage.whole].append(key | reason | {stage.amount: _euros(abs(cents))})
        for level, part in _parts(told, int(reached[place]) - cents, int(reached[place])):
            delivery[stage.part].append(key | {
                "cod_programma": told.line.programme, "cod_liv_gerarchico": level,
                f"data_{stage.admitted}_amm": day, f"tipologia_{stage.admitted}_amm": kind,
                f"causale_{'pag' if stage is PAID else 'disimpegno'}_amm":
                    "A" if stage is PAID else "",
                f"importo_{stage.admitted}_amm": _euros(part),
            })  # fmt: skip


def _certified(delivery: Delivery, told: Told, habits: tuple[tuple[int, ...], int]) -> None:
    """Certify what was paid some months before, in the months in which the authority claims."""
    months, lag = habits
    done = 0
    claims = [place for place in range(lag, len(told.days)) if told.days[place].month in months]
    for place in claims:
        day, cents = told.days[place], int(told.paid[place - lag]) - done
        if cents <= 0:
            continue
        for level, part in _parts(told, done, done + cents):
            delivery["FN09"].append({
                "cod_locale_progetto": told.code, "data_domanda": _day(day.replace(day=20)),
                "domanda_pagamento": f"{day:%Y%m}", "tipologia_importo": "C",
                "cod_liv_gerarchico": level, "importo_spesa_tot": _euros(part),
                "importo_spesa_pub": _euros(part),
            })  # fmt: skip
        done += cents


def _parts(told: Told, before: int, after: int) -> list[tuple[str, int]]:
    """Split a change along the operation's levels; sums that did not cross never cross in parts."""
    share = told.levels[0][1]
    first = after * share // 100 - before * share // 100
    split = (first, after - before - first) if len(told.levels) > 1 else (after - before,)
    pairs = zip(told.levels, split, strict=True)
    return [(level, abs(part)) for (level, _), part in pairs if part]


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02}"
