"""Arithmetic on a table: what can be said of figures without a language model."""

from agents.offline.material import Table, number


def findings(table: Table) -> list[str]:
    """Totals, the largest and the smallest of each column of numbers, and the change over the last row."""
    lines: list[str] = []
    labels = [row[0] for row in table.rows]
    for column, name in enumerate(table.header[1:], 1):
        values = [number(row[column]) for row in table.rows]
        known = [(v, label) for v, label in zip(values, labels, strict=True) if v is not None]
        if len(known) < 2 or len(known) < len(values) / 2:
            continue
        high, low = max(known), min(known)
        total = sum(v for v, _ in known)
        percent = "%" in name or any("%" in row[column] for row in table.rows)
        what = f"average {show(total / len(known))}" if percent else f"total {show(total)}"
        lines.append(f"- **{name}**: {what}; highest {show(high[0])} ({high[1]}), lowest {show(low[0])} ({low[1]})")
        first, last = known[0][0], known[-1][0]
        if first and len(known) > 2:
            lines.append(
                f"  {known[0][1]} to {known[-1][1]}: {show(first)} to {show(last)} ({(last / first - 1) * 100:+.0f} %)"
            )
    return lines


def as_markdown(table: Table, most: int = 15) -> list[str]:
    rows = [f"| {' | '.join(r)} |" for r in table.rows[:most]]
    more = [f"({len(table.rows) - most} more rows in {table.source})"] if len(table.rows) > most else []
    return [f"| {' | '.join(table.header)} |", "|" + " --- |" * len(table.header), *rows, *more]


def show(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:,.2f}".rstrip("0").rstrip(".")
