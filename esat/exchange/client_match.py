"""Which client each line is: by its code, or by name, town and SIRET; nothing is merged."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from esat.exchange.client_rows import Candidate
from esat.exchange.remarks import Remark
from esat.exchange.towns import town_key
from esat.folding import fold


@dataclass(frozen=True, slots=True)
class Known:
    """A client of the base, as far as the comparison needs it."""

    id: int
    values: Mapping[str, str]

    def __getitem__(self, field: str) -> str:
        return self.values.get(field, "")


@dataclass(frozen=True, slots=True)
class Match:
    """A line with the client it is (None: a new one) and what is said about its likenesses."""

    candidate: Candidate
    known: Known | None = None
    remarks: tuple[Remark, ...] = ()
    drop_code: bool = False


def _place(thing: Candidate | Known) -> tuple[str, str]:
    return fold(thing["name"]), town_key(thing["town"])


def match(candidates: Sequence[Candidate], known: Iterable[Known]) -> list[Match]:
    """One match a line, in order. A client is claimed by one line only, codes first."""
    return _Matching(known).all(candidates)


class _Matching:
    def __init__(self, known: Iterable[Known]) -> None:
        self._by_code: dict[str, Known] = {}
        self._by_siret: dict[str, list[Known]] = defaultdict(list)
        self._by_place: dict[tuple[str, str], list[Known]] = defaultdict(list)
        for client in known:
            if client["external_code"]:
                self._by_code[client["external_code"]] = client
            if client["siret"]:
                self._by_siret[client["siret"]].append(client)
            self._by_place[_place(client)].append(client)
        self._claimed: set[int] = set()
        self._lines: dict[tuple[str, ...], int] = {}

    def all(self, candidates: Sequence[Candidate]) -> list[Match]:
        usable = [candidate for candidate in candidates if not candidate.problem]
        owners: dict[str, int] = {}
        for candidate in usable:
            if code := candidate["external_code"]:
                owners.setdefault(code, candidate.line)
        by_code = {}
        for candidate in usable:
            client = self._by_code.get(candidate["external_code"])
            if client is not None and owners[candidate["external_code"]] == candidate.line:
                by_code[candidate.line] = client
                self._claimed.add(client.id)
        return [
            Match(candidate)
            if candidate.problem
            else self._one(candidate, by_code.get(candidate.line), owners)
            for candidate in candidates
        ]

    def _one(self, candidate: Candidate, client: Known | None, owners: Mapping[str, int]) -> Match:
        code = candidate["external_code"]
        owner = owners.get(code, candidate.line)
        remarks: tuple[Remark, ...] = ()
        if owner != candidate.line:
            remarks += (Remark("duplicate_code_line", "Code client", {"line": owner}),)
        client = client or self._same(candidate, code if owner == candidate.line else "")
        if client is not None:
            self._claimed.add(client.id)
        remarks += self._likeness(candidate, client)
        return Match(candidate, client, remarks, drop_code=owner != candidate.line)

    def _same(self, candidate: Candidate, code: str) -> Known | None:
        """A free client of the same name and town, whose SIRET and code say nothing else."""
        free = [
            client
            for client in self._by_place.get(_place(candidate), ())
            if client.id not in self._claimed
            and not (code and client["external_code"])
            and (candidate["siret"] in {"", client["siret"]} or not client["siret"])
        ]
        return max(free, key=lambda client: client["siret"] == candidate["siret"], default=None)

    def _likeness(self, candidate: Candidate, client: Known | None) -> tuple[Remark, ...]:
        """What else bears the same SIRET, or the same name in the same town."""
        keys: dict[str, tuple[str, ...]] = {"name": ("name", *_place(candidate))}
        if candidate["siret"]:
            keys["siret"] = ("siret", candidate["siret"])
        others = {
            "siret": self._by_siret.get(candidate["siret"], ()),
            "name": self._by_place.get(_place(candidate), ()),
        }
        remarks: tuple[Remark, ...] = ()
        for what in ("siret", "name"):
            key = keys.get(what)
            if key is None or remarks:
                continue
            earlier = self._lines.setdefault(key, candidate.line)
            if earlier != candidate.line:
                remarks = (Remark(f"duplicate_{what}_line", "", {"line": earlier}),)
            elif other := next((o for o in others[what] if self._is_other(o, client)), None):
                remarks = (Remark(f"duplicate_{what}_client", "", {"name": other["name"]}),)
        return remarks

    def _is_other(self, other: Known, client: Known | None) -> bool:
        return other.id not in self._claimed and other is not client
