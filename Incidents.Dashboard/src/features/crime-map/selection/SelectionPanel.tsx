import { cornersOf, readBoundary, writeBoundary, writeWithin, type Point } from '@shared/area/area'
import { useAnswer } from '@shared/graphql/useAnswer'
import { Button } from '@shared/ui/Button'
import { ChoiceField } from '@shared/ui/Fields'
import { NumberField } from '@shared/ui/NumberField'
import { Toggle } from '@shared/ui/Toggle'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Bounds } from '../map/view'
import { boundaryNamesQuery } from '../queries'
import type { Change } from '../search/search'
import type { Settings } from '../search/settings'
import type { Drawing } from './useDrawing'
import styles from './Selection.module.css'
import controls from '../filters/controls.module.css'

interface Props {
  readonly settings: Settings
  readonly view: Bounds
  readonly drawing: Drawing | undefined
  /** Undefined where there is no map to draw on. */
  readonly onDraw: ((drawing: Drawing | undefined) => void) | undefined
  readonly onChange: (change: Change) => void
}

/** Chooses a part of the map: drawn, what is in view, a boundary, or by its edges in numbers. */
export function SelectionPanel({ settings, view, drawing, onDraw, onChange }: Props) {
  const { t } = useTranslation('crime-map')
  const { data } = useAnswer(boundaryNamesQuery, { at: settings.period.to })
  const boundaries = data?.boundaries ?? []
  const { area } = settings
  const choose = (points: readonly Point[]) =>
    onChange({ within: writeWithin(points), boundary: undefined, cell: undefined })
  const name = area?.kind === 'boundary' ? writeBoundary(area) : ''
  return (
    <section className={styles['selection']} aria-label={t('selection')}>
      <h2>{t('selection')}</h2>
      <div className={styles['ways']}>
        {onDraw ? (
          <Toggle
            label={t('draw')}
            value={drawing ?? 'none'}
            options={(['none', 'rectangle', 'polygon'] as const).map((kind) => ({
              value: kind,
              content: t(`drawing.${kind}`),
              label: t(`drawing.${kind}`),
            }))}
            onChange={(kind) => onDraw(kind === 'none' ? undefined : kind)}
          />
        ) : null}
        <Button onPress={() => choose(cornersOf(view.west, view.south, view.east, view.north))}>
          {t('chooseInView')}
        </Button>
        {area ? (
          <Button quiet onPress={() => onChange({ within: undefined, boundary: undefined })}>
            {t('closeArea')}
          </Button>
        ) : null}
      </div>
      {drawing ? (
        <p className={controls['note']} role="status">
          {t(`drawingHow.${drawing}`)}
        </p>
      ) : null}
      {boundaries.length === 0 ? null : (
        <ChoiceField
          label={t('boundary')}
          value={name}
          options={[
            { value: '', name: t('noBoundary') },
            ...boundaries.map((one) => ({ value: writeBoundary(one), name: `${one.name} · ${one.set}` })),
          ]}
          onChange={(chosen) => {
            const found = readBoundary(chosen)
            onChange({ boundary: found && writeBoundary(found), within: undefined, cell: undefined })
          }}
        />
      )}
      <details>
        <summary>{t('byEdges')}</summary>
        <Edges settings={settings} view={view} onChoose={choose} />
      </details>
    </section>
  )
}

const edges = ['west', 'south', 'east', 'north'] as const

/** A rectangle in degrees, for those who draw with no pointer. */
function Edges({
  settings: { area },
  view,
  onChoose,
}: Pick<Props, 'settings' | 'view'> & { readonly onChoose: (points: readonly Point[]) => void }) {
  const { t } = useTranslation('crime-map')
  const [typed, setTyped] = useState<Partial<Bounds>>({})
  const shown: Bounds = { ...(area?.kind === 'within' ? boundsOf(area.points) : view), ...typed }
  const isRight = shown.west < shown.east && shown.south < shown.north
  return (
    <div className={controls['fields']}>
      {edges.map((edge) => (
        <NumberField
          key={edge}
          label={t(`edges.${edge}`)}
          value={Number(shown[edge].toFixed(5))}
          min={edge === 'west' || edge === 'east' ? -180 : -85}
          max={edge === 'west' || edge === 'east' ? 180 : 85}
          step={0.001}
          onChange={(value) => value !== undefined && setTyped({ ...typed, [edge]: value })}
        />
      ))}
      <Button
        isDisabled={!isRight}
        onPress={() => {
          setTyped({})
          onChoose(cornersOf(shown.west, shown.south, shown.east, shown.north))
        }}
      >
        {t('chooseEdges')}
      </Button>
    </div>
  )
}

const boundsOf = (points: readonly Point[]): Bounds => ({
  west: Math.min(...points.map(({ longitude }) => longitude)),
  east: Math.max(...points.map(({ longitude }) => longitude)),
  south: Math.min(...points.map(({ latitude }) => latitude)),
  north: Math.max(...points.map(({ latitude }) => latitude)),
})
