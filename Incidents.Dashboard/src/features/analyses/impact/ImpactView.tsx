import { Tile, Tiles } from '@shared/ui/Tile'
import type { Tone } from '@shared/ui/tone'
import { useFormat } from '@shared/format/useFormat'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { CellLink } from '../frame/CellLink'
import { factsOf } from '../frame/facts'
import { ResultBasis } from '../frame/ResultBasis'
import { ResultMap } from '../frame/ResultMap'
import { Beside, Remark, ResultPanel } from '../frame/ResultPanel'
import { ResultTable, type Column } from '../frame/ResultTable'
import type { Town } from '../frame/settings'
import { type Shape, cellBounds, polygon, rectangle } from '../frame/shapes'
import type { ImpactResult } from './queries'

interface Props {
  readonly result: ImpactResult
  readonly town: Town
  readonly asOf: string | null
}

interface CellRow {
  readonly x: number
  readonly y: number
  readonly before: number
  readonly after: number
  /** Of a control: the treated cell that it is compared with. */
  readonly of: string | null
}

const tones: Record<ImpactResult['verdict'], Tone> = { CANNOT_TELL: 'warn', FELL: 'good', ROSE: 'bad' }

/** Whether incidents fell against cells like them, and whether they moved. */
export function ImpactView({ result, town, asOf }: Props) {
  const { t } = useTranslation('analyses')
  const { number, day } = useFormat()
  const facts = factsOf(result.basis, asOf)
  const { effect, ratio, displacement, placeboInTime } = result
  const interval = (low: number | null, high: number | null) =>
    low === null || high === null
      ? t('impact.noInterval')
      : t('interval', { low: number(low, 2), high: number(high, 2) })
  const p = (value: number | null) => (value === null ? '—' : number(value, 3))
  const rows = useMemo(() => rowsOf(result), [result])
  const shapes = useMemo(() => shapesOf(result), [result])
  const columns: readonly Column<CellRow>[] = [
    {
      key: 'cell',
      label: t('columns.cell'),
      value: ({ x, y }) => `${result.zoom}/${x}/${y}`,
      show: ({ x, y }) => <CellLink basis={result.basis} city={town.code} zoom={result.zoom} x={x} y={y} />,
    },
    {
      key: 'role',
      label: t('columns.role'),
      value: ({ of }) => (of === null ? 'treated' : 'control'),
      show: ({ of }) => (of === null ? t('impact.treated') : t('impact.control', { cell: of })),
    },
    { key: 'before', label: t('columns.before'), value: ({ before }) => before },
    { key: 'after', label: t('columns.after'), value: ({ after }) => after },
  ]
  return (
    <ResultPanel title={t('names.impact')}>
      <Tiles>
        <Tile
          label={t('impact.verdict')}
          value={<span data-verdict={result.verdict}>{t(`verdicts.${result.verdict}`)}</span>}
          tone={tones[result.verdict]}
          note={result.reasons.map((reason) => t(`reasons.${reason}`)).join(' ')}
        />
        <Tile
          label={t('impact.effect')}
          value={effect === null ? t('impact.nothing') : number(effect.estimate, 2)}
          note={
            effect === null
              ? undefined
              : `${interval(effect.low, effect.high)} · p ${p(effect.p)} · ${t('impact.perCell')}`
          }
        />
        <Tile
          label={t('impact.ratio')}
          value={ratio === null ? t('impact.nothing') : number(ratio.ratio, 2)}
          note={
            ratio === null
              ? t('impact.noRatio')
              : `${interval(ratio.low, ratio.high)} · ${t('impact.totals', {
                  before: number(ratio.treatedBefore),
                  after: number(ratio.treatedAfter),
                  controlsBefore: number(ratio.controlsBefore),
                  controlsAfter: number(ratio.controlsAfter),
                })}`
          }
        />
        <Tile
          label={t('impact.displacement')}
          value={displacement?.quotient == null ? t('impact.nothing') : number(displacement.quotient, 2)}
          note={
            displacement === null
              ? t('impact.noDisplacement')
              : `${interval(displacement.quotientLow, displacement.quotientHigh)} · ${t('impact.difference', {
                  value: number(displacement.difference, 1),
                  error: number(displacement.differenceError, 1),
                  p: p(displacement.p),
                  cells: number(displacement.bufferCells),
                })}`
          }
        />
      </Tiles>
      {displacement?.quotient == null ? null : (
        <Remark>
          {(displacement.success ?? 0) < 0 ? quotientText(t, displacement.quotient) : t('impact.quotientMeansNothing')}
        </Remark>
      )}
      <Remark>
        {t('impact.placebos', {
          space: p(result.placeboInSpaceP),
          time:
            placeboInTime === null
              ? t('impact.tooShort')
              : `${number(placeboInTime.estimate, 2)} (p ${p(placeboInTime.p)})`,
        })}
      </Remark>
      <Beside>
        <ResultMap
          label={t('impact.map')}
          shapes={shapes}
          bounds={town.bounds}
          legend={[
            { label: t('impact.treated'), colour: '--accent', opacity: 0.5 },
            { label: t('impact.controls'), colour: '--text-2', opacity: 0.35 },
          ]}
        />
        <ResultTable
          label={t('names.impact')}
          name="impact-cells"
          facts={facts}
          columns={columns}
          rows={rows}
          keyOf={({ x, y, of }) => `${x} ${y} ${of ?? ''}`}
          geometry={({ x, y }) => polygon(cellBounds(result.zoom, x, y))}
          empty={t('impact.noCells')}
        />
      </Beside>
      <ResultBasis
        basis={result.basis}
        observations={t('observations.cellsCompared')}
        asOf={asOf}
        more={[
          { label: t('basis.cell'), value: t('metres', { value: number(result.cellMetres) }) },
          {
            label: t('impact.periods'),
            value: t('impact.periodsOf', {
              before: number(result.before.length),
              after: number(result.after.length),
              days: number(result.stepDays),
            }),
          },
          { label: t('impact.afterFrom'), value: result.after[0] === undefined ? null : day(result.after[0]) },
          { label: t('impact.installed'), value: number(result.installed) },
          { label: t('impact.candidates'), value: number(result.candidates) },
          { label: t('impact.leftOut'), value: number(result.leftOut) },
        ]}
      />
    </ResultPanel>
  )
}

function quotientText(t: (key: string) => string, quotient: number) {
  const range = quotient > 1 ? 'more' : quotient >= 0 ? 'spread' : quotient >= -1 ? 'moved' : 'worse'
  return t(`quotients.${range}`)
}

const rowsOf = ({ treated, zoom }: ImpactResult): CellRow[] =>
  treated.flatMap((cell) => [
    { ...cell, of: null },
    ...cell.controls.map((control) => ({ ...control, of: `${zoom}/${cell.x}/${cell.y}` })),
  ])

const shapesOf = ({ treated }: ImpactResult): Shape[] =>
  treated.flatMap((cell) => [
    ...cell.controls.map((control) => ({
      ring: rectangle(control),
      colour: '--text-2' as const,
      opacity: 0.35,
    })),
    { ring: rectangle(cell), colour: '--accent' as const, opacity: 0.5 },
  ])
