"""SAF-T Financial of Norway, 1.10 to 1.30: its postings, accounts, dimensions and balances."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from xlcost.inputs.files.byte_streams import open_bytes
from xlcost.inputs.files.faults import unreadable
from xlcost.inputs.files.ledger_file import NS4102, LedgerAccount, LedgerFile
from xlcost.inputs.files.xml_events import Element, Events, tree
from xlcost.inputs.standards.amounts import RunningSum, exact, sum_of
from xlcost.inputs.standards.dimensions import Dimensions
from xlcost.inputs.standards.posting import Postings, VoucherLine
from xlcost.inputs.standards.read_ledger import ReadLedger
from xlcost.inputs.standards.source import LedgerSource
from xlcost.inputs.standards.splits import Mark, split

NAMESPACE = "urn:StandardAuditFile-Taxation-Financial:NO"
FAMILY = "StandardAuditFile"  # OECD's, which each country has made its own
ROOT = "AuditFile"
PARTS = ("AnalysisAmount", "DebitAnalysisAmount", "CreditAnalysisAmount")
SUPPLIERS = 200_000  # names that are kept; of more the codes are shown
BALANCES = (
    ("OpeningDebitBalance", "opening", 1),
    ("OpeningCreditBalance", "opening", -1),
    ("ClosingDebitBalance", "closing", 1),
    ("ClosingCreditBalance", "closing", -1),
)


def read_saft(source: LedgerSource) -> ReadLedger:
    """Read a SAF-T file.

    Raises:
        FileFault: It is none that can be read, or past a limit.
    """
    reader = _Reader(source)
    deadline = source.deadline()
    with open_bytes(source.path, source.limits.unpacked_bytes) as stream:
        reader.events.read(stream, source.limits, deadline)
    return reader.done()


class _Reader:
    """What was read of a file so far."""

    def __init__(self, source: LedgerSource) -> None:
        self.events = Events(self._root)
        self.postings = Postings(source.scratch)
        self.dimensions = Dimensions()
        self.posted: dict[str, RunningSum] = defaultdict(RunningSum)
        self._found: dict[str, str] = {}  # what the elements around the present one hold
        self._accounts: dict[str, LedgerAccount] = {}
        self._suppliers: dict[str, str] = {}
        self._header: dict[str, str] = {}
        self._stated: dict[str, str] = {}
        self._marks: dict[str, list[Mark]] = {}
        self._unsplit = 0
        self._sides = {"Debit": RunningSum(), "Credit": RunningSum()}
        self._line = 0
        self._voucher = 0

    def _root(self, namespace: str, name: str) -> Element:
        if name != ROOT or FAMILY not in namespace:
            raise unreadable("saft_namespace", namespace or name)
        if namespace != NAMESPACE:
            raise unreadable("saft_country", namespace)
        return tree(NAMESPACE, self._wanted())

    def _wanted(self) -> dict[str, object]:
        """Return what is read of a document; all else is passed by."""
        header, texts = self._header, self._texts
        chosen = "PeriodStart PeriodStartYear SelectionStartDate SelectionEndDate"
        return {
            "Header": {
                **texts(header, "AuditFileVersion DefaultCurrencyCode"),
                "Company": texts(header, "RegistrationNumber Name"),
                "SelectionCriteria": texts(header, chosen),
            },
            "MasterFiles": self._masters(),
            "GeneralLedgerEntries": {
                **texts(header, "TotalDebit TotalCredit"),
                "Journal": {"Transaction": self._transaction()},
            },
        }

    def _masters(self) -> dict[str, object]:
        """Return what is read of accounts, suppliers and dimensions."""
        account = "AccountID AccountDescription StandardAccountID GroupingCode"
        balances = " ".join(name for name, _, _ in BALANCES)
        return {
            "GeneralLedgerAccounts": {
                "Account": self._whole(self._listed, f"{account} {balances}"),
            },
            "Suppliers": {"Supplier": self._whole(self._supplied, "SupplierID Name")},
            "AnalysisTypeTable": {
                "AnalysisTypeTableEntry": self._whole(
                    self._named,
                    "AnalysisType AnalysisTypeDescription AnalysisID AnalysisIDDescription",
                ),
            },
        }

    def _transaction(self) -> dict[str, object]:
        """Return what is read of a voucher."""
        stated = "TransactionID Period PeriodYear TransactionDate Description"
        line = self._texts(self._found, "AccountID SupplierID Description")
        analysis = self._texts(self._found, "AnalysisType AnalysisID")
        return {
            "": Element(opened=self._voucher_opened),
            **self._texts(self._stated, stated),
            "Line": {
                "": Element(opened=self._line_opened, closed=self._posted),
                **line,
                "Analysis": {
                    "": Element(closed=self._analysed),
                    **analysis,
                    **{name: {"Amount": self._text(self._found, "part")} for name in PARTS},
                },
                "DebitAmount": {"Amount": self._text(self._found, "debit")},
                "CreditAmount": {"Amount": self._text(self._found, "credit")},
            },
        }

    @staticmethod
    def _text(into: dict[str, str], name: str) -> Element:
        return Element(is_text=True, closed=lambda text: into.__setitem__(name, text))

    def _texts(self, into: dict[str, str], names: str) -> dict[str, object]:
        return {name: self._text(into, name) for name in names.split()}

    def _whole(self, what: Callable[[dict[str, str]], None], names: str) -> dict[str, object]:
        """Return an element that is looked at as a whole when it ends."""

        def closed(_: str) -> None:
            what(self._found)
            self._found.clear()

        own = Element(opened=self._found.clear, closed=closed)
        return {"": own, **self._texts(self._found, names)}

    def _listed(self, found: dict[str, str]) -> None:
        code = found.get("AccountID", "")
        balances: dict[str, Decimal | None] = {"opening": None, "closing": None}
        for name, side, sign in BALANCES:
            amount = exact(found.get(name, ""))
            if amount is not None:
                balances[side] = (balances[side] or Decimal(0)) + sign * amount
        self._accounts[code] = LedgerAccount(
            code,
            found.get("AccountDescription", ""),
            found.get("StandardAccountID", "") or found.get("GroupingCode", ""),
            opening=balances["opening"],
            closing=balances["closing"],
        )

    def _supplied(self, found: dict[str, str]) -> None:
        if len(self._suppliers) < SUPPLIERS:
            self._suppliers[found.get("SupplierID", "")] = found.get("Name", "")

    def _named(self, found: dict[str, str]) -> None:
        kind = found.get("AnalysisType", "")
        self.dimensions.declare(kind, found.get("AnalysisTypeDescription", ""))
        name = found.get("AnalysisIDDescription", "")
        self.dimensions.name(kind, found.get("AnalysisID", ""), name)

    def _voucher_opened(self) -> None:
        self._stated.clear()
        self._voucher += 1

    def _line_opened(self) -> None:
        self._found.clear()
        self._marks.clear()
        self._line = self.events.line

    def _analysed(self, _: str) -> None:
        found = self._found
        kind = found.pop("AnalysisType", "")
        mark = Mark(found.pop("AnalysisID", ""), exact(found.pop("part", "")))
        self._marks.setdefault(kind, []).append(mark)

    def _posted(self, _: str) -> None:
        found, stated = self._found, self._stated
        account = found.get("AccountID", "")
        amount = self._amount(account)
        supplier = found.get("SupplierID", "")
        posting = VoucherLine(
            self._line,
            self._voucher,
            account,
            amount,
            stated.get("TransactionDate", ""),
            _month(stated.get("PeriodYear", ""), stated.get("Period", "")),
            stated.get("TransactionID", ""),
            found.get("Description") or stated.get("Description", ""),
            self._suppliers.get(supplier) or supplier,
            (),
        )
        for part, marks in self._parts(amount):
            objects = self.dimensions.objects(marks)
            self.postings.add(posting._replace(amount=part, objects=objects))

    def _parts(self, amount: str) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield the parts of a line by their marks; nearly every line is one."""
        value = exact(amount) if any(map(_may_divide, self._marks.values())) else None
        if value is None:
            yield amount, {kind: marks[0].code for kind, marks in self._marks.items()}
            return
        parts = split(value, self._marks)
        if parts is None:
            self._unsplit += 1
            alone = {kind: own for kind, own in self._marks.items() if not _may_divide(own)}
            parts = [(value, {kind: marks[0].code for kind, marks in alone.items()})]
        for part, marks in parts:
            yield f"{part:f}", marks

    def _amount(self, account: str) -> str:
        """Return debit less credit; what is no number stays as it is, and is told of its row."""
        found = self._found
        debit, credit = found.get("debit", ""), found.get("credit", "")
        amounts = exact(debit or "0"), exact(credit or "0")
        if amounts[0] is None or amounts[1] is None or not (debit or credit):
            return debit or credit
        amount = amounts[0] - amounts[1]
        self.posted[account].add(amount)
        self._sides["Debit"].add(amounts[0])
        self._sides["Credit"].add(amounts[1])
        return f"{amount:f}"

    def done(self) -> ReadLedger:
        """Return what the file says."""
        header = self._header
        accounts = sum_of(self._accounts, self.posted)
        ledger = LedgerFile(
            standard="saft",
            version=header.get("AuditFileVersion", ""),
            chart=NS4102,
            company=header.get("Name", ""),
            number=header.get("RegistrationNumber", ""),
            currency=header.get("DefaultCurrencyCode", "").upper(),
            year=_selected(header),
            accounts=accounts,
            dimensions=self.dimensions.names(),
        )
        stated = {name: exact(header.get(f"Total{name}", "")) for name in ("Debit", "Credit")}
        return ReadLedger(
            ledger,
            self.postings,
            self.dimensions.headings,
            stated=stated,
            unread=frozenset(self.dimensions.unread),
            summed={name: side.value for name, side in self._sides.items()},
            unsplit=self._unsplit,
        )


def _may_divide(marks: Sequence[Mark]) -> bool:
    return len(marks) > 1 or marks[0].amount is not None


def _month(year: str, period: str) -> int:
    """Return year * 100 + number of a period; 0 where it is none."""
    if year.isdecimal() and period.isdecimal() and len(year) == len("2026") and len(period) < 3:  # noqa: PLR2004 - 13
        return int(year) * 100 + int(period)
    return 0


def _selected(header: dict[str, str]) -> tuple[date, date] | None:
    try:
        return (
            date.fromisoformat(header["SelectionStartDate"]),
            date.fromisoformat(header["SelectionEndDate"]),
        )
    except (KeyError, ValueError):
        return None
