import { useFormat } from '@shared/format/useFormat'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { factsOf } from '../frame/facts'
import { ResultBasis } from '../frame/ResultBasis'
import { ResultMap } from '../frame/ResultMap'
import { Beside, Remark, ResultPanel } from '../frame/ResultPanel'
import { ResultTable, type Column } from '../frame/ResultTable'
import type { Town } from '../frame/settings'
import { circle, ellipse, type LegendEntry, type Shape } from '../frame/shapes'
import type { Centres } from './queries'

interface Props {
  readonly result: Centres
  readonly town: Town
  readonly asOf: string | null
}

interface Figure {
  readonly key: string
  readonly value: number
  readonly digits: number
  readonly unit: string
}

const centreMetres = 150

/** Centres, ellipse and hull of what was counted, on a map and as figures. */
export function CentresView({ result, town, asOf }: Props) {
  const { t } = useTranslation('analyses')
  const { number } = useFormat()
  const facts = factsOf(result.basis, asOf)
  const shapes = useMemo(() => shapesOf(result), [result])
  const legend: LegendEntry[] = [
    { label: t('centres.ellipse'), colour: '--accent', opacity: 0.15 },
    { label: t('centres.meanCentre'), colour: '--bad', opacity: 0.9 },
    { label: t('centres.medianCentre'), colour: '--good', opacity: 0.9 },
    { label: t('centres.hull'), colour: '--text-2', opacity: 0 },
  ]
  const degrees = { digits: 5, unit: '°' }
  const metres = { digits: 0, unit: t('shared:metre') }
  const rows: readonly Figure[] = [
    { key: 'meanLatitude', value: result.meanCentre.latitude, ...degrees },
    { key: 'meanLongitude', value: result.meanCentre.longitude, ...degrees },
    { key: 'medianLatitude', value: result.medianCentre.latitude, ...degrees },
    { key: 'medianLongitude', value: result.medianCentre.longitude, ...degrees },
    { key: 'standardDistance', value: result.standardDistanceMetres, ...metres },
    { key: 'ellipseLong', value: Math.max(result.ellipse.sigmaXMetres, result.ellipse.sigmaYMetres), ...metres },
    { key: 'ellipseShort', value: Math.min(result.ellipse.sigmaXMetres, result.ellipse.sigmaYMetres), ...metres },
    { key: 'ellipseRotation', value: result.ellipse.rotationDegrees, digits: 0, unit: '°' },
    { key: 'ellipseArea', value: result.ellipse.squareKm, digits: 1, unit: t('squareKm') },
    { key: 'hullArea', value: result.hullSquareKm, digits: 1, unit: t('squareKm') },
    { key: 'circleRadius', value: result.circleRadiusMetres, ...metres },
  ]
  const columns: readonly Column<Figure>[] = [
    { key: 'figure', label: t('columns.figure'), value: ({ key }) => key, show: ({ key }) => t(`centres.${key}`) },
    {
      key: 'value',
      label: t('columns.value'),
      value: ({ value }) => value,
      show: ({ value, digits, unit }) => `${number(value, digits)} ${unit}`,
    },
  ]
  return (
    <ResultPanel title={t('centres.title')}>
      {result.basis.count < fewest ? <Remark warn>{t('centres.tooFew', { least: fewest })}</Remark> : null}
      <Beside>
        <ResultMap label={t('centres.map')} shapes={shapes} bounds={town.bounds} legend={legend} />
        <ResultTable
          label={t('centres.title')}
          name="centrography"
          facts={facts}
          columns={columns}
          rows={rows}
          keyOf={({ key }) => key}
          empty={t('noRows')}
        />
      </Beside>
      <ResultBasis basis={result.basis} observations={t('observations.places')} asOf={asOf} />
    </ResultPanel>
  )
}

/** Below so many counted, one more incident moves a centre by much of its spread. */
const fewest = 30

function shapesOf({ hull, ellipse: spread, meanCentre, medianCentre }: Centres): Shape[] {
  const ring = hull.map(({ longitude, latitude }) => [longitude, latitude] as const)
  const first = ring[0]
  return [
    ...(first === undefined ? [] : [{ ring: [...ring, first], colour: '--text-2' as const, opacity: 0 }]),
    {
      ring: ellipse(meanCentre, spread.sigmaXMetres, spread.sigmaYMetres, spread.rotationDegrees),
      colour: '--accent',
      opacity: 0.15,
    },
    { ring: circle(medianCentre, centreMetres), colour: '--good', opacity: 0.9 },
    { ring: circle(meanCentre, centreMetres), colour: '--bad', opacity: 0.9 },
  ]
}
