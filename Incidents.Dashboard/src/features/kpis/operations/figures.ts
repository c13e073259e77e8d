import type { Fines, UpkeepRow } from './queries'

/** States of violations in their order, those that count no longer last. */
export const violationStates = ['RECORDED', 'REVIEWED', 'CONFIRMED', 'FINED', 'DISMISSED', 'CANCELLED'] as const

/** What the fines of a period add up to; null where not all of them are there to be added up. */
export function sumOfFines(fined: Fines['FINED']): number | null {
  if (fined == null || fined.nodes.length < fined.totalCount) return null
  // Amounts come as decimals, which may be written as texts.
  const amounts = fined.nodes.map(({ fine }) => (fine == null ? Number.NaN : Number(fine.amountTenge)))
  return amounts.some(Number.isNaN) ? null : amounts.reduce((sum, amount) => sum + amount, 0)
}

const keyOf = ({ city, district, isWholeTown }: Pick<UpkeepRow, 'city' | 'district' | 'isWholeTown'>) =>
  JSON.stringify([city, isWholeTown, district ?? null])

export interface UpkeepLine extends UpkeepRow {
  readonly key: string
  /** Tasks of snow that are overdue. */
  readonly overdueSnow: number
}

/** Each town with its districts below it, the most overdue first; a town without any task comes last. */
export function upkeepLines(all: readonly UpkeepRow[], snow: readonly UpkeepRow[]): readonly UpkeepLine[] {
  const ofSnow = new Map(snow.map((row) => [keyOf(row), row.overdue]))
  const lines = all.map((row) => ({ ...row, key: keyOf(row), overdueSnow: ofSnow.get(keyOf(row)) ?? 0 }))
  const byOverdue = (a: UpkeepLine, b: UpkeepLine) => b.overdue - a.overdue || b.tasks - a.tasks
  return lines
    .filter(({ isWholeTown }) => isWholeTown)
    .sort(byOverdue)
    .flatMap((town) => [
      town,
      ...lines.filter(({ city, isWholeTown }) => !isWholeTown && city === town.city).sort(byOverdue),
    ])
}

/** The totals of all towns. */
export function upkeepTotals(lines: readonly UpkeepLine[]) {
  const towns = lines.filter(({ isWholeTown }) => isWholeTown)
  const sum = (of: (line: UpkeepLine) => number) => towns.reduce((total, line) => total + of(line), 0)
  return {
    observations: sum(({ observations }) => observations),
    tasks: sum(({ tasks }) => tasks),
    open: sum(({ open }) => open),
    overdue: sum(({ overdue }) => overdue),
    overdueSnow: sum(({ overdueSnow }) => overdueSnow),
    doneInTime: sum(({ doneInTime }) => doneInTime),
    doneLate: sum(({ doneLate }) => doneLate),
  }
}
