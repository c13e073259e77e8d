import type { OutcomeTotals, UpkeepRow } from './queries'

/** States of violations in their order, those that count no longer last. */
export const violationStates = ['recorded', 'reviewed', 'confirmed', 'fined', 'dismissed', 'cancelled'] as const

/** What may come of an alert. */
export const alertOutcomes = ['confirmed', 'falseAlarms', 'unfounded', 'undecided'] as const

/** A sum of counts; one that is null is too small to be shown, and is no part of it. Null where all of them are. */
export function sumOfShown(counts: readonly (number | null | undefined)[]): number | null {
  const shown = counts.filter((count) => count != null)
  return shown.length === 0 ? null : shown.reduce((sum, count) => sum + count, 0)
}

/** Whether nothing at all was counted. A count that is too small to be shown may be something. */
export const isNothing = (counts: readonly (number | null | undefined)[]) => counts.every((count) => count === 0)

/** The totals of all towns together, and then those of each town. */
export function totalsOf(totals: readonly OutcomeTotals[]) {
  return { together: totals.find(({ city }) => city == null), towns: totals.filter(({ city }) => city != null) }
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
